# Kết quả đã đóng gói, chờ một lát trước khi nộp vào kho để còn hoàn tác được.

resting-row = lưu sau { $seconds } giây
resting-foot = { $count } kết quả sắp lưu, sớm nhất sau { $seconds } giây · { $key }: hoàn tác
