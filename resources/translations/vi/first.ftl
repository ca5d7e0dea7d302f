# Lần đầu sử dụng, và chế độ luyện tập.

first-menu = Thiết lập lần đầu…
first-title = Thiết lập lần đầu
first-step-language = Ngôn ngữ
first-step-office = Cơ quan
first-step-register = Danh sách hồ sơ
first-step-folder = Thư mục máy quét
first-step-store = Kho dữ liệu
first-language-what = Chào mừng đến với Sohoa. Năm bước sau đây mất chưa đến ba phút; bước nào cũng có thể bỏ qua và làm sau trong phần Thiết lập.
first-office-what = Đơn vị nào quét kết quả ở máy này? Mã và tên được ghi trong tệp kết quả.
first-register-what = Chương trình gắn kết quả với hồ sơ trong danh sách. Hãy xuất danh sách từ phần mềm một cửa ra tệp CSV, XLSX hoặc JSON rồi chọn tệp đó; nhập lại lúc nào cũng được.
first-folder-what = Chọn thư mục mà máy quét ghi tệp vào, rồi quét thử một tờ. Chương trình tự học khi nào máy quét ghi xong.
first-store-what = Kết quả được lưu trong kho của chính máy này cho đến khi máy được nối với kho chung. Khi đã có địa chỉ kho chung, hãy đóng cửa sổ này và chạy “sohoa store connect ĐỊA_CHỈ”; những gì đã lưu sẽ được chuyển bằng “sohoa store move”.
first-code = Mã đơn vị
first-name = Tên đơn vị
first-practise-act = Luyện tập với giấy mẫu…
first-register-act = Chọn tệp danh sách hồ sơ…
first-folder-act = Chọn thư mục…
first-back = Quay lại
first-on = Tiếp tục
first-finish = Hoàn tất
first-register-reading = Đang đọc danh sách…
first-register-done = Đã nhập { $added } hồ sơ mới; { $refused } dòng không dùng được.
first-folder-waits = Đang theo dõi { $folder }. Hãy quét thử một tờ; khi tệp đến, tên tệp sẽ hiện ở đây.
first-folder-done = Đã nhận trọn vẹn { $source }. Thư mục này đã sẵn sàng.
practice-band = LUYỆN TẬP với giấy mẫu – không có gì được gửi vào kho thật
