# Tầng lưu trữ: nhật ký, vùng đệm, danh mục hồ sơ, kho dữ liệu.
storage-disk-full = Ổ đĩa đã đầy, không ghi được vào { $folder }. Không mất dữ liệu nào: hãy giải phóng dung lượng ổ đĩa này, công việc sẽ tự tiếp tục.
storage-file-in-use = Tệp { $file } đang được chương trình khác sử dụng. Không mất dữ liệu nào; chương trình sẽ thử lại ngay.
storage-no-access = Hệ điều hành không cho chương trình ghi { $file }. Không mất dữ liệu nào; hãy cấp quyền ghi cho tài khoản này, công việc sẽ tự tiếp tục.
storage-disk-trouble = Ổ đĩa báo lỗi tại { $file } ({ $detail }). Không mất dữ liệu nào; chương trình đang thử lại. Nếu lỗi lặp lại, hãy cho kiểm tra ổ đĩa và dây cáp.
storage-workspace-in-use = Thư mục làm việc này đang được mở ở một chương trình khác (tiến trình { $pid }, từ { $since }). Hãy dùng chương trình đó hoặc đóng nó trước. Thư mục làm việc: { $folder }
storage-workspace-in-use-by-unknown = Thư mục làm việc này đang được mở ở một chương trình khác. Hãy dùng chương trình đó hoặc đóng nó trước. Thư mục làm việc: { $folder }
storage-database-damaged = Tệp { $file } bị hỏng. Tệp chưa bị thay đổi. Hãy đóng chương trình, giữ lại một bản của tệp này rồi khôi phục bản sao lưu gần nhất.
storage-database-closed-to-us = Không mở được tệp { $file } để ghi ({ $detail }). Hãy kiểm tra thư mục có tồn tại và tài khoản này có quyền ghi hay không.
storage-database-newer = Tệp { $file } do phiên bản mới hơn của chương trình tạo ra (dạng { $found }, phiên bản này chỉ biết đến { $known }). Tệp chưa bị thay đổi. Hãy cài phiên bản mới hơn.
storage-database-foreign = Tệp { $file } thuộc về một chương trình khác. Tệp chưa bị thay đổi. Hãy chọn thư mục làm việc khác hoặc chuyển tệp này đi.
storage-file-missing = Thiếu tệp làm việc { $digest }… (đã tìm tại { $file }). Hãy khôi phục từ bản sao lưu hoặc quét lại giấy tờ.
storage-file-altered = Tệp làm việc { $digest }… đã bị thay đổi sau khi lưu ({ $file }) nên không được sử dụng. Hãy khôi phục từ bản sao lưu hoặc quét lại giấy tờ.
storage-file-unreadable = Không đọc được tệp làm việc { $digest }… từ ổ đĩa ({ $file }). Hãy cho kiểm tra ổ đĩa, khôi phục tệp từ bản sao lưu hoặc quét lại giấy tờ.
storage-file-foreign = Tệp { $file } không thuộc về nơi này; chương trình để nguyên tệp.
storage-digest-differs = Dữ liệu nhận được không đúng với dữ liệu đã báo trước (cần { $expected }, nhận { $found }). Chưa lưu gì cả. Hãy tạo lại tệp kết quả.
