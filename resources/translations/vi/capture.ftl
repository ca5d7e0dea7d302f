# Tầng thu nhận và tiếp nhận: các thư mục máy quét.
capture-not-a-file = “{ $file }” trong { $folder } là liên kết hoặc thiết bị, không phải tệp. Chương trình để nguyên, không lấy. Hãy đặt chính tệp đã quét vào thư mục này.
capture-folder-closed = Không mở được thư mục con “{ $file }” của { $folder }. Các tệp khác vẫn được lấy bình thường. Hãy cấp cho tài khoản này quyền đọc thư mục đó.
capture-folder-away = Không truy cập được thư mục máy quét { $folder } ({ $detail }). Không mất dữ liệu nào; thư mục sẽ được theo dõi lại ngay khi kết nối trở lại. Hãy kiểm tra mạng hoặc ổ đĩa.
capture-folder-back = Đã truy cập lại được thư mục máy quét { $folder } và đang tiếp tục theo dõi.
capture-restless = Tệp “{ $file }” liên tục thay đổi nên chưa lấy được. Chương trình sẽ thử lại. Hãy kiểm tra xem máy quét hoặc chương trình khác có còn đang ghi tệp không.
capture-file-trouble = Chưa lấy được tệp “{ $file }” trong { $folder } ({ $detail }). Tệp vẫn nằm nguyên chỗ cũ và sẽ được thử lại. Hãy kiểm tra quyền đọc và di chuyển tệp của tài khoản này.
capture-defect = Tệp “{ $file }” trong { $folder } gặp lỗi của chương trình ({ $detail }). Tệp vẫn nằm nguyên chỗ cũ và sẽ được thử lại. Vui lòng báo lỗi này cho người quản trị.
capture-originals-stay = Hiện chưa lấy được bản quét nào. Các tệp vẫn nằm trong thư mục máy quét và sẽ được lấy ngay khi khắc phục xong.
capture-goes-on = Đã tiếp tục lấy bản quét từ các thư mục máy quét.
capture-seen-again = Tệp “{ $file }” giống hệt bản quét { $scan } đã có. Không tạo thêm bản quét thứ hai.
hold-capture-grew = Tệp “{ $source }” được ghi thêm sau khi bản quét { $scan } đã được tạo từ phần đầu của nó và không thể sửa lại nữa. Hãy so sánh hai bản, rồi gắn bản này vào hồ sơ hoặc loại bỏ.
