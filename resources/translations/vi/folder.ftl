# Cách chia giấy của một thư mục máy quét.

folder-divides = Chia giấy theo
folder-blanks-cut = Tờ trắng ngăn cách các kết quả
folder-heads-cut = Mỗi đầu đề là một kết quả mới
folder-slips-behind = Phiếu nằm sau kết quả
folder-interleaved = Quét hết mặt trước rồi đến mặt sau
