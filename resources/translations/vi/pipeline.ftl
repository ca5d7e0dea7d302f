settings-unreadable = Không đọc được tệp cài đặt { $file }: { $detail } Chương trình chưa làm gì. Hãy sửa hoặc xóa tệp này.
settings-wrong-value = Cài đặt { $key } có giá trị không dùng được: { $value }. Chương trình chưa làm gì. Hãy sửa giá trị này.
no-such-scan = Không có bản quét { $scan }. Xem danh sách bằng: sohoa scans
no-such-dossier = Hồ sơ { $code } không có trong danh sách nên chưa gắn gì. Hãy kiểm tra mã hoặc nạp danh sách mới.
reject-needs-reason = Muốn loại bản quét thì phải ghi lý do. Chưa làm gì cả.
confirm-needs-reason = Muốn giữ liên kết này thì phải ghi lý do. Chưa làm gì cả.
illegal-fact = Bản quét { $scan } đang ở trạng thái không cho phép việc này ({ $state }, { $held ->
        [1] đang tạm giữ
       *[other] không bị giữ
    }; { $fact }). Không có gì thay đổi.
hold-unlinked = { $by } đã gỡ liên kết. Bản quét chờ gắn lại: hãy chọn hồ sơ đúng.
hold-by-person = { $by } tạm giữ: { $reason }
hold-defect = Chương trình gặp lỗi của chính nó ở bước { $stage } ({ $detail }). Bản quét còn nguyên. Hãy thử cho đi tiếp; nếu lặp lại, báo quản trị.
hold-nothing-fits = Không hồ sơ nào khớp. Bản quét chờ: hãy tìm hồ sơ bằng ô tìm kiếm.
hold-page-unread = Trang { $page } có nội dung nhưng không đọc được ({ $pages } trang như vậy). Chưa gắn tự động: hãy xem trang rồi quyết định.
page-unreadable = Trang không đọc được; ảnh gốc vẫn được giữ.
stop-dossier-gone = Hồ sơ { $code } không còn trong danh sách. Đã dừng trước khi đóng gói: hãy nạp danh sách mới hoặc gắn hồ sơ khác.
stop-second-result = Hồ sơ { $code } đã có bản quét khác ({ $other }). Đã dừng: hãy xem đây là bản mới, giấy tờ khác, hay quét trùng.
sealed-file-changed = Tệp vừa đóng gói đã thay đổi trước khi cất. Tệp đó bị bỏ, bản quét còn nguyên. Hãy cho đi tiếp để làm lại.
receipt-differs = Biên nhận { $receipt } của kho không đúng với tệp đã nộp. CHƯA coi là đã lưu. Hãy báo quản trị kho dữ liệu.
read-back-differs = Đọc lại từ kho theo biên nhận { $receipt } thì nội dung khác tệp đã nộp. CHƯA coi là đã lưu. Hãy báo quản trị kho dữ liệu.
worker-died = Tiến trình làm việc ({ $work }) dừng đột ngột ({ $detail }). Chỉ bản quét này bị ảnh hưởng và còn nguyên. Hãy cho đi tiếp để thử lại.
program-closing = Chương trình đang đóng; việc này sẽ làm tiếp khi mở lại.
scan-changed = Bản quét { $scan } vừa thay đổi nên việc này không còn hợp. Không có gì bị ghi đè: hãy xem lại rồi làm.
hold-same-paper = Tờ này giống bản quét { $other } ({ $source }) đã có. Chưa gắn gì. Nếu quét trùng thì loại; nếu là bản khác thì gắn để giữ cả hai.
hold-manifest-differs = Phiếu bàn giao ghi { $listed } kết quả nhưng tập giấy có { $found }. Chưa gắn tự động: hãy đối chiếu xem thiếu, thừa hay sai thứ tự.
nothing-to-cut = Bản quét { $scan } không có gì để tách: chương trình chỉ thấy một kết quả trong đó. Không có gì thay đổi.
hold-secret = Giấy tờ có dấu { $mark } (trang { $page }). Đã dừng: tài liệu mật không được đưa vào kho. Hãy loại bản quét và xử lý theo quy định bảo mật; nếu dấu này đọc nhầm, ghi lý do rồi cho đi tiếp.

# Sửa trang
hold-pages-arranged = Các trang vừa được sửa. Hãy xem lại, rồi nhấn Enter để gắn vào hồ sơ.
hold-restored = { $by } đã lấy lại bản quét đã loại. Bản quét chờ quyết định: gắn hồ sơ hoặc loại.
pages-none-left = Kết quả phải còn ít nhất một trang. Không có gì thay đổi. Muốn bỏ hết, hãy loại bản quét.
pages-no-other = Không có bản quét nào ngay sau để ghép. Không có gì thay đổi.
pages-of-signed = Tệp này có chữ ký số nên không được sửa trang: sửa là mất chữ ký. Không có gì thay đổi.
pages-file-away = Không mở được tệp { $file } ({ $detail }). Không có gì thay đổi. Hãy chọn lại tệp.
rejected-merged = Các trang đã ghép vào bản quét khác
