# Bảo vệ kho dữ liệu được phục vụ: kiểm toán, hạn mức.
cli-store-audit-last = chỉ mục cuối cùng: mốc để giữ ở máy khác, về sau dùng với --against
cli-store-audit-against = tệp đã xuất trước đây; mọi mục trong đó phải còn nguyên trong nhật ký
cli-store-audit-trust = chỉ tin khóa công khai này (base64), thay cho các khóa trong tệp của kho; có thể lặp lại
serve-audit-no-export = { $file } không phải nhật ký đã xuất: mỗi dòng phải là một mục JSON có sequence và digest. Chưa kiểm tra gì. Hãy chọn tệp do "sohoa store audit" xuất ra.
problem-too-many-calls = Gọi quá nhiều trong một phút. Chưa thay đổi gì; hãy chờ rồi gọi lại.
problem-quota-reached = Tài khoản này có quá nhiều dữ liệu đang tải lên mà chưa thành kết quả. Chưa nhận thêm; hãy nộp xong các tệp đó, hoặc chờ chúng hết hạn.
