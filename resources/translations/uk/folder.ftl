# Як поділяються скани з теки сканера.

folder-divides = Поділ
folder-blanks-cut = Порожні аркуші розділяють результати
folder-heads-cut = Кожна шапка починає результат
folder-slips-behind = Листок лежить після результату
folder-interleaved = Спершу всі лицьові, потім усі зворотні
