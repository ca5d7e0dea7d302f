station-title = Sohoa – оцифрування результатів адміністративних процедур

# --- queue
station-queue = Черга сканів
station-queue-filter = Фільтр: ім'я, код, файл
station-queue-newest-first = Спершу найновіші
station-shelf-needs = Вирішити
station-shelf-needs-tip = Скани, що потребують вашого рішення
station-shelf-working = В роботі
station-shelf-working-tip = Скани, над якими працює програма
station-shelf-done = Готово
station-shelf-done-tip = Збережено або відхилено сьогодні
station-shelf-all = Усі
station-shelf-all-tip = Усі скани
station-masked = (приховано)
station-no-dossier-yet = Справи ще немає
station-pages =
    { $n ->
        [one] { $n } сторінка
        [few] { $n } сторінки
       *[many] { $n } сторінок 
    }
station-age-now = щойно
station-age-minutes = { $n } хв тому
station-age-hours = { $n } год тому
station-age-yesterday = учора { $time }
station-state-asks = Вирішити
station-state-blocks = Перешкода
station-state-captured = Чекає читання
station-state-read = Прочитано
station-state-separated = Пошук справи
station-state-linked = Прив'язано
station-state-sealed = Запечатано
station-state-signed = Підписано
station-state-stored = Збережено
station-state-rejected = Відхилено
station-step-read = Читання
station-step-separate = Розділення
station-step-match = Пошук справи
station-step-seal = Запечатування
station-step-sign = Підписання
station-step-deposit = Передавання до сховища

# --- empty places
station-empty-filter = Жоден скан не відповідає фільтру.
station-empty-no-folder = Жодна тека сканера ще не відстежується. Виберіть теку, куди сканер зберігає файли.
station-empty-no-folder-do = Вибрати теку…
station-empty-queue = Черга порожня. Скануйте папери: вони з'являться тут самі.
station-empty-queue-do = Переглянути відстежувані теки…
station-empty-needs = Вас нічого не чекає.
station-empty-working = Програма зараз нічого не обробляє.
station-empty-done = Сьогодні ще нічого не завершено.
station-empty-all = Сканів ще немає.

# --- page
station-page-view = Сторінка скана
station-pages-strip = Сторінки скана
station-page-none = Виберіть скан, щоб побачити сторінку.
station-page-number = Стор. { $n }
station-page-of = { $n } / { $total }
station-page-not-shown = Цю сторінку не вдалося показати. Оригінальний файл збережено. Можна відхилити скан і сканувати знову.
station-tool-previous = Попередня сторінка
station-tool-next = Наступна сторінка
station-tool-zoom-in = Збільшити
station-tool-zoom-out = Зменшити
station-tool-fit-width = За шириною
station-tool-fit-page = Уся сторінка
station-tool-rotate = Повернути вигляд

# --- decision
station-decide-none = Жоден скан не потребує вашого рішення.
station-no-candidates = Справу не запропоновано. Знайдіть її в реєстрі (F3).
station-search = Знайти справу: ім'я, код, номер
station-search-hits = Знайдені справи
station-search-nothing = Нічого не знайдено. Спробуйте менше літер або перевірте, чи завантажено реєстр.
station-sure-certain = майже напевно
station-sure-likely = дуже ймовірно
station-sure-possible = можливо
station-sure-unlikely = малоймовірно
station-dates = Прийнято { $received } · термін { $due }
station-not-in-register = Більше немає в реєстрі
station-register-says = У реєстрі: { $value }
station-register-agrees = Як у реєстрі
station-evidence-against = Свідчить проти цієї справи
station-evidence-jump = Натисніть, щоб побачити на сторінці { $page }
station-evidence-barcode = Штрихкод
station-evidence-printed-code = Надрукований код
station-evidence-manifest = Супровідний лист
station-evidence-personal-number = Особистий номер
station-evidence-tax-code = Податковий код
station-evidence-name = Ім'я
station-evidence-birth-date = Дата народження
station-evidence-document-number = Номер документа
station-evidence-procedure = Процедура
station-evidence-date = Дата видачі
station-evidence-unit = Установа
station-linked-by = { $who }
station-linked-by-rule = автоматично, за єдиним доказом
station-fact-dossier = Справа
station-fact-linked = Прив'язав
station-fact-procedure = Процедура
station-fact-reason = Причина
station-fact-file = Файл
station-fact-as-it-came = збережено як є
station-fact-receipt = Квитанція
station-fact-stored = Збережено
station-fact-digest = Дайджест
station-act-accept = Прив'язати: { $who }
station-act-choose = Виберіть справу цифрою
station-act-search-first = Спершу знайдіть справу (F3)
station-act-hold = Затримати
station-act-hold-tip = Зупинити цей скан із зазначенням причини
station-act-release = Пустити
station-act-release-tip = Дати програмі спробувати знову з місця зупинки
station-act-reject = Відхилити
station-act-reject-tip = Завершити цей скан із зазначенням причини; оригінал зберігається
station-act-unlink = Відв'язати
station-act-unlink-tip = Відв'язати скан від справи й вирішити знову
station-act-confirm = Залишити
station-act-confirm-tip = Підтвердити прив'язку із зазначенням причини
station-reason-hold = Чому затримано?
station-reason-reject = Чому відхилено?
station-reason-confirm = Чому прив'язка правильна?
station-reason-type = Введіть причину, потім Enter
station-reason-back = Назад
station-reason-blank = Порожня
station-reason-double = Дублікат
station-reason-no-result = Не результат
station-reason-ask-unit = Запитати
station-reason-rescan = Сканувати знову
station-reason-new-version = Нова версія
station-reason-looked = Перевірено
station-undo-link = Скасувати: прив'язка { $what }
station-undo-hold = Скасувати: затримка { $what }
station-undo-too-late = Скасувати вже не можна: результат передано до сховища. Нічого не змінено. Щоб виправити, подайте нову версію.
scan-changed-meanwhile = Цей скан змінився, поки ви дивилися, тож нічого не прив'язано. Перегляньте його ще раз і вирішіть.
station-notice-seen = Зрозуміло
station-notice-open = Відкрити скан
station-defect = Збій самої програми. Скани в безпеці. Спробуйте ще раз; якщо повториться, повідомте адміністратора.

# --- foot
station-ledger = скановано { $captured } = збережено { $stored } + чекає { $waiting } + затримано { $held } + відхилено { $rejected }
station-ledger-total = За всі дні:
station-balanced = Баланс: кожен скан обліковано.
station-not-balanced = НЕ сходиться: повідомте адміністратора.
station-work = { $step }: { $source }
station-oldest = Найдовше: { $age }
station-store-well = Сховище готове
station-store-waits = Сховище не відповідає, повторюємо

# --- menus and commands
station-menu-file = &Файл
station-menu-scan = &Скан
station-menu-view = &Вигляд
station-menu-help = &Довідка
station-menu-theme = Тема
station-menu-language = Мова
station-theme-system = Як у системі
station-theme-light = Світла
station-theme-dark = Темна
station-theme-contrast = Високий контраст
station-do-accept = Прийняти вибрану справу
station-do-choose = Вибрати справу за номером
station-do-search = Знайти справу
station-do-hold = Затримати…
station-do-release = Пустити далі
station-do-reject = Відхилити…
station-do-unlink = Відв'язати
station-do-confirm = Залишити прив'язку…
station-do-undo = Скасувати
station-do-next = Наступний скан
station-do-previous = Попередній скан
station-do-page-next = Наступна сторінка
station-do-page-previous = Попередня сторінка
station-do-zoom-in = Збільшити
station-do-zoom-out = Зменшити
station-do-fit-width = За шириною
station-do-fit-page = Уся сторінка
station-do-rotate = Повернути вигляд
station-do-queue = До черги
station-do-filter = Фільтрувати чергу
station-do-shelf-needs = Черга: вирішити
station-do-shelf-working = Черга: у роботі
station-do-shelf-done = Черга: готово сьогодні
station-do-shelf-all = Черга: усі
station-do-folder = Відкрити теку сканера
station-do-sheet = Підсумок дня…
station-do-settings = Налаштування…
station-do-mask = Приховати імена на екрані
station-do-lock = Заблокувати станцію
station-do-keys = Клавіші…
station-do-about = Про Sohoa…
station-do-leave = Вийти
station-do-escape = Закрити відкрите
station-read-title = Прочитано на папері
station-read-nothing = Жодного імені, коду чи номера впевнено не прочитано.
station-read-search = Шукати { $value }
station-evidence-common = Підходить до всіх:
station-act-cut = Розрізати
station-act-cut-tip = Розрізати на окремі результати там, де починається кожен папір
station-do-cut = Розрізати на кілька результатів

# --- settings
station-settings-title = Налаштування
station-set-office = Установа
station-set-language = Мова
station-set-unit-code = Код підрозділу
station-set-unit-name = Назва підрозділу
station-set-account = Дії записуються від імені
station-set-folders = Теки сканера
station-set-no-folder = Теки ще немає. Додайте теку, куди сканер зберігає файли; нові файли звідти самі потраплять до черги.
station-set-add-folder = Додати теку…
station-set-remove = Прибрати
station-set-network = У мережі
station-set-after = Після отримання оригінал
station-set-after-move = перенести в done
station-set-after-keep = залишити
station-set-after-delete = видалити
station-set-work = Прив'язка та читання
station-set-auto = Автоматична прив'язка
station-set-auto-exact = коли доказ точний і єдиний
station-set-auto-probable = також за дуже високої ймовірності
station-set-auto-off = ніколи, завжди вирішує людина
station-set-quality = Якість читання
station-set-quality-exact = ретельно (найточніше)
station-set-quality-swift = швидко (менш точно)
station-set-screen = Екран
station-set-theme = Тема
station-set-lock = Закривати, коли ніхто не працює
station-set-lock-0 = ніколи
station-set-lock-5 = через 5 хвилин
station-set-lock-10 = через 10 хвилин
station-set-lock-15 = через 15 хвилин
station-set-lock-30 = через 30 хвилин
station-set-masked = Приховувати імена людей у черзі
station-shaded = Екран закрито. Натисніть будь-яку клавішу.

# --- keys
station-keys-title = Клавіші
station-keys-hint = Щоб змінити клавішу, клацніть поле й натисніть нову.
station-keys-taken = { $key } вже використовує «{ $other }». Нічого не змінено: виберіть іншу клавішу.

# --- about
station-about-title = Про Sohoa
station-about-what = Станція оцифрування результатів адміністративних процедур: сканування, читання, прив'язка, PDF/A, передавання з квитанцією.
station-about-licence = Відкритий код, ліцензія Apache 2.0

# --- end-of-day sheet
station-sheet-window = Підсумок дня
station-sheet-title = Оцифрування за { $day }
station-sheet-printed = Складено о { $time } { $day }, склав(-ла): { $who }
station-sheet-day = За день
station-sheet-waiting = Що чекає ({ $n })
station-sheet-nothing = Ніщо не чекає.
station-sheet-when = Скановано
station-sheet-file = Файл
station-sheet-whose = Справа
station-sheet-why = Чому чекає
station-sheet-print = Друкувати…
station-sheet-keep = Зберегти PDF…
station-sheet-close = Закрити
station-sheet-kept = Підсумок збережено: { $file }.
station-sheet-not-kept = Не вдалося зберегти підсумок у { $file }: { $detail }. Виберіть інше місце.
