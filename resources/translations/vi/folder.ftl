# Cách chia giấy của một thư mục máy quét.

folder-divides = Chia giấy theo
folder-blanks-cut = Tờ trắng ngăn cách các kết quả
folder-heads-cut = Mỗi đầu đề là một kết quả mới
folder-slips-behind = Phiếu nằm sau kết quả
folder-interleaved = Quét hết mặt trước rồi đến mặt sau
folder-settle = Yên lặng trước khi lấy
folder-settle-learned = tự học
folder-settle-tip = Tệp chỉ được lấy khi máy quét không ghi thêm gì trong khoảng này. “Tự học”: theo cách máy quét ghi.
folder-procedure = Thủ tục thường quét
folder-procedure-tip = Mã thủ tục, ví dụ 1.004859. Hồ sơ của thủ tục này được đề xuất trước khi mọi dấu hiệu khác ngang nhau; chương trình không tự gắn vì điều này.
