# Đóng gói tệp kết quả và kiểm tra tệp đã đóng gói

seal-conversion-mark = Bản chuyển đổi từ văn bản giấy sang thông điệp dữ liệu. Thời điểm chuyển đổi: { $at }. Người thực hiện: { $by }. Đơn vị: { $office }. Phần mềm: Sohoa { $version }.

seal-disk-full = Ổ đĩa đã đầy nên chưa ghi được tệp kết quả { $file }. Bản quét vẫn an toàn; hãy giải phóng dung lượng, chương trình sẽ tự thử lại. ({ $detail })
seal-not-written = Chưa ghi được tệp kết quả { $file }. Bản quét vẫn an toàn và chương trình sẽ tự thử lại. ({ $detail })

seal-page-missing = Cần trang { $page } nhưng tệp chỉ có { $pages } trang. Chưa tạo tệp kết quả; hãy kiểm tra lại cách tách trang hoặc quét lại.
seal-page-without-size = Trang { $page } không có kích thước nên không thể hiển thị. Chưa tạo tệp kết quả; hãy quét lại trang này.
seal-signed-in-parts = Tệp đã có chữ ký số nên không được tách trang. Chương trình giữ nguyên tệp; hãy gắn cả tệp vào một hồ sơ.
seal-xfa-form = Tệp PDF này là biểu mẫu XFA, nội dung chỉ hiện trong phần mềm riêng. Chưa tạo tệp kết quả; hãy in ra PDF thông thường rồi nộp lại.

seal-too-large = Tệp kết quả nặng { $megabytes } MB, vượt giới hạn { $limit } MB dù đã nén. Chưa tạo tệp; hãy quét lại ở 200 dpi hoặc tách bớt trang.

seal-proof-damaged = Tệp kết quả vừa ghi không mở lại được trọn vẹn nên đã bị bỏ. Hãy cho làm lại; nếu còn lặp lại, kiểm tra ổ đĩa. ({ $detail })
seal-proof-marks = Tệp kết quả mở lại mang mã hồ sơ “{ $dossier }” thay vì “{ $expected }” nên đã bị bỏ. Hãy cho làm lại.
seal-proof-pages = Tệp kết quả mở lại có { $pages } trang thay vì { $expected } nên đã bị bỏ. Hãy cho làm lại.
seal-proof-picture = Hình ảnh trang { $page } trong tệp kết quả khác với bản quét nên tệp đã bị bỏ. Hãy cho làm lại.
seal-proof-content = Nội dung tệp kết quả mở lại khác với nội dung đã ghi nên tệp đã bị bỏ. Hãy cho làm lại.
seal-proof-text = Trang { $page } của tệp kết quả không tìm được { $missing } từ đã đọc (ví dụ “{ $word }”) nên tệp đã bị bỏ. Hãy cho làm lại.
seal-proof-pdfa = Tệp kết quả không đạt chuẩn PDF/A-{ $level } nên đã bị bỏ. Hãy báo cho người quản trị. ({ $detail })

seal-note-squeezed = Ảnh quét vượt giới hạn dung lượng nên đã được nén lại (màu giữ nguyên, không dưới 200 dpi).
seal-note-recompressed = Ảnh gốc dùng kiểu nén mà PDF không chứa được; ảnh đã được nén lại ở chất lượng cao.
seal-note-recoloured = Màu của ảnh gốc (CMYK hoặc nhiều hơn 8 bit) đã được chuyển sang màu hiển thị được trong PDF/A.
seal-note-rewrapped = Tệp PDF quét không sửa được thành PDF/A; ảnh các trang được lấy ra và đặt vào tệp mới, giữ nguyên ảnh.
seal-note-photographed = Có trang không giữ nguyên được trong PDF/A nên đã được chụp lại thành ảnh.
seal-note-scripts-removed = Mã JavaScript trong tệp đã được bỏ vì PDF/A không cho phép; nội dung nhìn thấy không đổi.
seal-note-restrictions-lifted = Tệp gốc hạn chế in hoặc sao chép; PDF/A không cho phép mã hóa nên hạn chế đã được bỏ.
seal-note-kept-signed = Tệp đã có chữ ký số nên được giữ nguyên từng byte.
seal-note-kept = Tệp điện tử gốc được giữ nguyên vì chuyển sang PDF/A sẽ làm mất nội dung.

verify-no-file = Không đọc được tệp. Hãy kiểm tra đường dẫn và quyền truy cập. ({ $detail })
verify-encrypted = Tệp được bảo vệ bằng mật khẩu nên không kiểm tra được. Hãy dùng bản không có mật khẩu.
verify-damaged = Tệp bị hỏng hoặc bị cắt. Đừng dùng tệp này; hãy lấy lại từ kho dữ liệu. ({ $detail })
verify-no-pages = Tệp không có trang nào.
verify-changed = Nội dung các trang đã bị thay đổi sau khi đóng gói. Đừng dùng tệp này; hãy lấy lại từ kho dữ liệu.
verify-not-pdfa = Tệp không phải PDF/A.
verify-pdfa-broken = Tệp tự nhận là PDF/A-{ $level } nhưng không đạt. ({ $detail })
