# Quét trực tiếp bằng máy quét gắn với máy tính này (SANE).

scanner-menu = Quét trực tiếp…
scanner-title = Quét trực tiếp
scanner-device = Máy quét
scanner-source = Nguồn giấy
scanner-dpi = Độ phân giải
scanner-both-sides = Quét hai mặt
scanner-find = Tìm lại máy quét
scanner-preview = Xem trước
scanner-scan = Quét
scanner-insert = Chèn vào kết quả đang mở
scanner-cancel = Dừng
scanner-looking = Đang tìm máy quét…
scanner-found = { $count ->
    [0] Không tìm thấy máy quét nào. Hãy bật máy quét, cắm dây rồi bấm “Tìm lại máy quét”.
   *[other] Tìm thấy { $count } máy quét. Đặt giấy vào rồi bấm “Quét”.
}
scanner-scanning = Đang quét… đã xong { $pages } trang.
scanner-done = Đã quét { $pages } trang và ghi an toàn xuống đĩa; kết quả sẽ hiện trong hàng đợi.
scanner-inserted = Đã quét xong; các trang được chèn sau trang đang xem.
scanner-previewed = Đây là bản xem trước, không được lưu. Nếu giấy nằm đúng, hãy bấm “Quét”.
scanner-cancelled = Đã dừng. Không trang nào được giữ lại; hãy đặt lại giấy rồi quét từ đầu.
scanner-failed = Máy quét dừng giữa chừng sau { $pages } trang ({ $detail }). Các trang đó không được dùng để khỏi bị trùng. Hãy xem lại máy quét, đặt lại toàn bộ giấy rồi quét lại.
scanner-no-sheets = Khay nạp không có giấy nên chưa quét gì. Hãy đặt giấy vào khay rồi quét lại.
scanner-no-colour = Máy quét này không quét màu được, mà quy định phải quét màu. Chưa quét gì; hãy chọn máy quét khác.
scanner-no-sane = Máy này chưa có chương trình “scanimage” nên chưa quét trực tiếp được; các thư mục quét vẫn hoạt động. Trên Debian hãy chạy “sudo apt-get install sane-utils”.
scanner-silent = Máy quét không trả lời. Chưa quét gì; hãy tắt rồi bật lại máy quét và tìm lại.
