# Đọc tệp: vì sao một tệp không đọc được, máy này thiếu gì để đọc, và trang đã được xử lý thế nào.

unreadable-empty = Tệp rỗng (0 byte). Hãy quét lại giấy này.
unreadable-unreadable = Không đọc được tệp vì tệp bị hỏng. Bản gốc vẫn được giữ nguyên; hãy quét lại giấy này.
unreadable-truncated = Tệp bị cắt ngang, thiếu phần cuối. Bản gốc vẫn được giữ nguyên; hãy quét lại hoặc chép lại tệp.
unreadable-encrypted = Tệp PDF có mật khẩu nên không mở được. Hãy bỏ mật khẩu rồi đưa tệp vào lại.
unreadable-unsupported-type = Loại tệp này không đọc được. Hãy dùng PDF, JPEG, PNG, TIFF, BMP, WebP hoặc JPEG 2000.
unreadable-too-large = Hình trong tệp quá lớn nên không mở để bảo vệ máy. Hãy quét lại ở 300 dpi.
unreadable-timeout = Đọc quá thời gian cho phép nên đã dừng. Hãy xem trang này; có thể thử đọc lại hoặc quét lại.

capture-not-there = Chưa mở được tệp cần đọc ({ $detail }). Chương trình sẽ thử lại.
tesseract-missing = Máy chưa cài Tesseract nên chưa đọc được. Các tệp quét vẫn được giữ an toàn và sẽ được đọc sau khi cài: trên Debian “sudo apt-get install tesseract-ocr tesseract-ocr-vie”, trên Windows chạy lại bộ cài Sohoa.
tesseract-too-old = Tesseract { $version } quá cũ. Hãy cài bản 4 trở lên; các tệp quét vẫn được giữ an toàn.
tesseract-lacks-language = Tesseract thiếu hoặc hỏng bộ dữ liệu “{ $language }”. Các tệp quét vẫn được giữ an toàn và sẽ được đọc sau khi cài: trên Debian “sudo apt-get install tesseract-ocr-vie”, trên Windows chép { $language }.traineddata vào thư mục tessdata.
tesseract-model-damaged = Bộ dữ liệu “{ $language }” của Tesseract bị hỏng ({ $detail }). Hãy cài lại; các tệp quét vẫn được giữ an toàn.
tesseract-failed = Không chạy được Tesseract ({ $detail }). Chương trình sẽ thử lại.
tesseract-found = Tesseract { $version } ({ $place })
tesseract-language-found = Tesseract đọc được tiếng Việt (“{ $language }”).
second-model-found = Có thêm bộ dữ liệu “Vietnamese”, dùng để đọc đối chiếu.
second-model-missing = Chưa có bộ dữ liệu “Vietnamese” (không bắt buộc); có thì đọc chính xác hơn: “sudo apt-get install tesseract-ocr-script-viet”.
tesseract-library-found = Tesseract { $version } chạy ngay trong chương trình (nhanh hơn).
tesseract-library-missing = Đọc bằng chương trình Tesseract bên ngoài; có thư viện { $part } thì nhanh hơn một phần tư (không bắt buộc): “pip install sohoa[fast-reading]”.
second-engine-missing = Chưa có bộ đọc thứ hai { $part } (không bắt buộc); có thì đọc chính xác hơn: “pip install sohoa[second-opinion]”.
part-found = { $part } { $version }

page-reduced = Trang lớn hơn giới hạn điểm ảnh nên đã được thu nhỏ trước khi đọc; hình lưu giữ không thay đổi.
