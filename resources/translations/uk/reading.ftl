# Читання: чому файл не читається, чого для цього бракує на комп'ютері та що зроблено зі сторінкою.

unreadable-empty = Файл порожній (0 байтів). Відскануйте документ ще раз.
unreadable-unreadable = Файл пошкоджено, прочитати його не вдалося. Оригінал збережено без змін; відскануйте документ ще раз.
unreadable-truncated = Файл обірвано: бракує його кінця. Оригінал збережено без змін; відскануйте або скопіюйте файл ще раз.
unreadable-encrypted = PDF захищено паролем, відкрити його не вдалося. Зніміть пароль і подайте файл знову.
unreadable-unsupported-type = Файли такого типу не читаються. Використовуйте PDF, JPEG, PNG, TIFF, BMP, WebP або JPEG 2000.
unreadable-too-large = Зображення у файлі завелике, тож його не відкрито, щоб захистити комп'ютер. Відскануйте ще раз із 300 dpi.
unreadable-timeout = Читання тривало довше, ніж дозволено, і його зупинено. Перегляньте сторінку; прочитайте або відскануйте її ще раз.

capture-not-there = Файл для читання поки не відкривається ({ $detail }). Програма спробує ще раз.
tesseract-missing = Tesseract не встановлено, тому читати поки неможливо. Скановані файли в безпеці, їх буде прочитано після встановлення: у Debian «sudo apt-get install tesseract-ocr tesseract-ocr-vie», у Windows запустіть інсталятор Sohoa ще раз.
tesseract-too-old = Tesseract { $version } застарий. Встановіть версію 4 або новішу; скановані файли в безпеці.
tesseract-lacks-language = Модель Tesseract «{ $language }» відсутня або пошкоджена. Скановані файли в безпеці, їх буде прочитано після встановлення: у Debian «sudo apt-get install tesseract-ocr-vie», у Windows покладіть { $language }.traineddata до теки tessdata.
tesseract-model-damaged = Модель Tesseract «{ $language }» пошкоджено ({ $detail }). Встановіть її знову; скановані файли в безпеці.
tesseract-failed = Не вдалося запустити Tesseract ({ $detail }). Програма спробує ще раз.
tesseract-found = Tesseract { $version } ({ $place })
tesseract-language-found = Tesseract читає в'єтнамською («{ $language }»).
second-model-found = Є також модель «Vietnamese» для звіряння.
second-model-missing = Моделі «Vietnamese» немає (вона не обов'язкова); з нею читання точніше: «sudo apt-get install tesseract-ocr-script-viet».
tesseract-library-found = Tesseract { $version } працює всередині програми (швидше).
tesseract-library-missing = Сторінки читає програма Tesseract; з бібліотекою { $part } це на чверть швидше (не обов'язково): «pip install sohoa[fast-reading]».
second-engine-missing = Другого рушія { $part } немає (він не обов'язковий); з ним читання точніше: «pip install sohoa[second-opinion]».
part-found = { $part } { $version }

page-reduced = Сторінка перевищує обмеження за кількістю пікселів, тому перед читанням її зменшено; збережене зображення не змінено.
