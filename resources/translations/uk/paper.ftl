# Відомості про документ: прочитані, виправлені службовцем, записані у файл і сховище.

paper-title = Відомості про документ
paper-number = Номер
paper-issued-on = Дата видачі
paper-agency = Орган
paper-signer = Підписав
paper-summary = Зміст
paper-owner-name = Власник
paper-owner-number = Номер власника
paper-result-type = Тип результату
paper-validity = Чинний до
paper-permanent = Безстроково
paper-corrected = Виправлено. Прочитано: { $read }
paper-not-read = (нічого)
paper-wrong-day = Це ще не дата. Запишіть як 05/02/2026 або залиште порожнім.
paper-day-ahead = Ця дата ще не настала. Перевірте дату на документі.
paper-wrong-number = Номер має цифри, як 12/QĐ-UBND; якщо номера немає, залиште порожнім.
paper-wrong-owner-number = Це не особистий номер (12 цифр), номер старої картки (9) чи податковий код. Перевірте або залиште порожнім.
paper-wrong-type = Тип результату має вигляд KQ.G15.000032. Перевірте або залиште порожнім.
paper-too-long = Довше ніж { $most } знаків. Запишіть коротше.
paper-no-such-entry = Немає поля «{ $name }». Нічого не змінено.
paper-too-late = Виправити вже не можна: результат підписано або його здають до сховища. Нічого не змінено.
station-undo-paper = Скасувати: виправлення { $what }
station-do-form = Виправити відомості про документ
