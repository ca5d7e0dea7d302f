# Cảnh báo chất lượng quét, khi giấy còn trên tay: chuyện gì xảy ra, chương trình đã làm gì, cần làm gì.

flaw-dpi = Trang { $pages } quét dưới { $least } dpi, thấp hơn quy định. Bản quét đã được giữ và vẫn đi tiếp. Hãy đặt máy quét ở 300 dpi rồi quét lại giấy này.
flaw-colour = Trang { $pages } không có màu, trong khi quy định phải quét màu. Bản quét đã được giữ và vẫn đi tiếp. Hãy chọn quét màu rồi quét lại giấy này.
flaw-cut = Trang { $pages } bị cắt mất chữ ở mép. Bản quét đã được giữ và vẫn đi tiếp. Hãy đặt giấy ngay ngắn, đúng khổ rồi quét lại.
flaw-blank = Các trang đều trắng. Bản quét đã được giữ. Hãy lật mặt giấy rồi quét lại.
flaw-blurred = Trang { $pages } bị nhòe. Bản quét đã được giữ và vẫn đi tiếp. Hãy lau mặt kính, ép phẳng giấy rồi quét lại.
flaw-skewed = Trang { $pages } bị lệch quá nhiều. Bản quét đã được giữ và vẫn đi tiếp. Hãy đặt giấy thẳng rồi quét lại.
flaw-stamp = Không thấy dấu đỏ trên loại giấy phải có dấu. Bản quét đã được giữ và vẫn đi tiếp. Hãy xem giấy đã đóng dấu chưa, rồi quét lại nếu cần.
station-flawed = { $source }: { $what }
