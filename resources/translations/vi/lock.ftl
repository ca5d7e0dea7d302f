# Khóa cửa sổ bằng mã PIN.

lock-pin = Mã PIN để mở khóa
lock-ask-pin = Hỏi mã PIN khi mở khóa
lock-pin-wrong = Mã PIN không đúng. Cửa sổ vẫn khóa; hãy đợi một lát rồi thử lại.
lock-pin-short = Mã PIN quá ngắn nên chưa được lưu. Hãy đặt ít nhất { $least } ký tự.
lock-no-keyring = Kho khóa của máy không trả lời nên không dùng được mã PIN. Chưa có gì thay đổi; hãy mở kho khóa của màn hình làm việc rồi thử lại.
station-set-pin = Mã PIN
station-set-sounds = Phát âm báo khi có thông báo
lock-shaded = Màn hình đang khóa. Nhập mã PIN rồi bấm Enter để tiếp tục.
