# Trợ giúp trong chương trình (F1). Mỗi dòng của một bài là một đoạn.

help-title = Trợ giúp
help-topics = Chủ đề
help-change-keys = Đổi phím…
help-day = Mỗi kết quả một phím
help-day-text =
    Bên trái là hàng đợi, ở giữa là trang giấy, bên phải là hồ sơ được đề xuất. Bằng chứng trên trang và trong danh sách có cùng màu.
    Khi hồ sơ đề xuất đúng, bấm Enter: kết quả được gắn, đóng gói, lưu vào kho, và bản quét tiếp theo cần người xem sẽ mở ra. Đỏ là bị chặn, vàng là cần hỏi, xanh là xong.
help-decide = Hai hồ sơ cùng khớp
help-decide-text = Khi nhiều hồ sơ cùng khớp, chương trình không tự chọn. Hãy so sánh ngày nhận, thủ tục và số định danh với trang giấy, rồi bấm số của hồ sơ đúng.
help-find = Tìm hồ sơ
help-find-text = Gõ bất kỳ phần nào của mã, tên hoặc số định danh, không cần dấu. Mũi tên để chọn, Enter để nhận.
help-stop = Tạm giữ, loại, hoàn tác
help-stop-text =
    Chưa quyết được thì tạm giữ kèm lý do; không phải kết quả thì loại. Bản quét gốc luôn được giữ.
    Ctrl+Z hoàn tác từng bước, kể cả sau khi đóng gói, cho đến khi kết quả được nộp vào kho.
help-scan = Khi bản quét xấu
help-scan-text =
    Nếu trang dưới 200 dpi, không màu, bị cắt, trắng, nhòe, lệch hoặc thiếu dấu, một dòng vàng hiện ra ngay khi giấy còn trên tay. Hãy quét lại: bản mới sẽ được nhận ra là cùng một tờ giấy.
    Quét trực tiếp nằm trong thực đơn Công việc.
help-pages = Sửa trang
help-pages-text = Trang có thể được xoay, cắt gọn, chuyển chỗ, bỏ, chèn, thay, tách và gộp, bằng chuột hoặc bằng phím. Cắt gọn bằng phím: mũi tên đẩy mép vào, Shift và mũi tên kéo mép ra, Enter để nhận. Mọi thay đổi đều hoàn tác được.
help-end = Cuối ngày
help-end-text = Bảng cuối ngày cho thấy số đã quét bằng số đã lưu, đang chờ, tạm giữ và đã loại, kèm danh sách những gì còn chờ; có thể in. Đóng cửa sổ lúc nào cũng an toàn.
help-public = Khi màn hình quay ra ngoài
help-public-text = Ctrl+M che tên và hình thu nhỏ; Ctrl+L khóa cửa sổ. Trong Thiết lập có thể chọn tự khóa sau vài phút không dùng và đặt mã PIN để mở khóa.
help-keys = Phím
help-keys-text = Mọi việc đều làm được bằng bàn phím. Bạn có thể đổi phím.
station-do-help = Trợ giúp
