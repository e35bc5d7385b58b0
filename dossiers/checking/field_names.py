"""Fields of administrative procedures ("lĩnh vực") as exports head their groups with them.

They tell a heading inside of a unit from a unit that nobody knows. The list is fixed, so that a
file says the same whatever was loaded before it.
"""

from units.names import fold

_NAMES = """
Đất đai; Môi trường; Tài nguyên nước; Khoáng sản; Địa chất và khoáng sản; Đo đạc và bản đồ
Khí tượng thủy văn; Biển và hải đảo; Đăng ký biện pháp bảo đảm; Giao dịch bảo đảm
Hộ tịch; Chứng thực; Nuôi con nuôi; Quốc tịch; Lý lịch tư pháp; Luật sư; Công chứng; Thừa phát lại
Giám định tư pháp; Đấu giá tài sản; Bán đấu giá tài sản; Hòa giải thương mại; Trọng tài thương mại
Quản tài viên; Trợ giúp pháp lý; Tư vấn pháp luật; Phổ biến giáo dục pháp luật; Hòa giải ở cơ sở
Bồi thường nhà nước; Tư pháp
Xây dựng; Hoạt động xây dựng; Quản lý hoạt động xây dựng; Quy hoạch; Quy hoạch xây dựng
Quy hoạch xây dựng, kiến trúc; Kiến trúc; Nhà ở; Nhà ở và công sở; Kinh doanh bất động sản
Hạ tầng kỹ thuật; Vật liệu xây dựng; Đường bộ; Đường thủy nội địa; Đăng kiểm; Giao thông vận tải
Y tế; Y tế dự phòng; Dược; Dược phẩm; Mỹ phẩm; Khám bệnh, chữa bệnh; Khám, chữa bệnh
An toàn thực phẩm; An toàn thực phẩm và dinh dưỡng; Trang thiết bị y tế; Giám định y khoa
Dân số; Dân số - Kế hoạch hóa gia đình; Tài chính y tế
Giáo dục và đào tạo; Giáo dục mầm non; Giáo dục tiểu học; Giáo dục trung học; Giáo dục dân tộc
Giáo dục thường xuyên; Giáo dục nghề nghiệp; Thi, tuyển sinh; Văn bằng, chứng chỉ
Hệ thống văn bằng, chứng chỉ; Các cơ sở giáo dục khác; Kiểm định chất lượng giáo dục
Bảo trợ xã hội; Người có công; Trẻ em; Việc làm; Lao động; Lao động, tiền lương; Bảo hiểm xã hội
An toàn, vệ sinh lao động; Quản lý lao động ngoài nước; Phòng, chống tệ nạn xã hội
Thành lập và hoạt động của doanh nghiệp; Thành lập và hoạt động của hộ kinh doanh
Thành lập và hoạt động của hợp tác xã; Doanh nghiệp; Hộ kinh doanh; Hợp tác xã
Đầu tư tại Việt Nam; Đầu tư; Đấu thầu; Quản lý công sản; Quản lý giá; Ngân sách nhà nước; Thuế
Tài chính; Tài chính - Kế hoạch; Tài chính đất đai; Tin học - Thống kê
Lưu thông hàng hóa trong nước; Kinh doanh khí; Vật liệu nổ công nghiệp; Hóa chất; Điện; Điện lực
Công nghiệp địa phương; Công nghiệp tiêu dùng; Công nghiệp nặng; Xúc tiến thương mại
Thương mại quốc tế; Quản lý cạnh tranh; Quản lý bán hàng đa cấp; Thương mại; Công thương
Khoa học và công nghệ; Hoạt động khoa học và công nghệ; Sở hữu trí tuệ
Tiêu chuẩn đo lường chất lượng; Năng lượng nguyên tử; An toàn bức xạ và hạt nhân
Nông nghiệp; Lâm nghiệp; Kiểm lâm; Thủy lợi; Thủy sản; Thú y; Chăn nuôi; Trồng trọt
Bảo vệ thực vật; Phát triển nông thôn; Kinh tế hợp tác và phát triển nông thôn
Phòng, chống thiên tai; Quản lý chất lượng nông lâm sản và thủy sản; Đê điều
Văn hóa; Văn hóa cơ sở; Văn hóa - Thông tin; Thể dục thể thao; Du lịch; Gia đình; Thư viện
Di sản văn hóa; Điện ảnh; Nghệ thuật biểu diễn; Mỹ thuật, nhiếp ảnh, triển lãm; Quảng cáo
Báo chí; Xuất bản; Xuất bản, in và phát hành; Phát thanh, truyền hình
Phát thanh, truyền hình và thông tin điện tử; Bưu chính; Viễn thông và internet
Công nghệ thông tin, điện tử; Thông tin và truyền thông
Tôn giáo; Tín ngưỡng, tôn giáo; Tôn giáo chính phủ; Thi đua - Khen thưởng; Thi đua, khen thưởng
Công chức, viên chức; Tổ chức - Biên chế; Tổ chức phi chính phủ; Hội; Tổ chức hội; Nội vụ
Văn thư và lưu trữ nhà nước; Văn thư - Lưu trữ; Chính quyền địa phương; Công tác thanh niên
Dân tộc; Công tác dân tộc; Thanh tra; Giải quyết khiếu nại; Giải quyết khiếu nại, tố cáo
Giải quyết tố cáo; Tiếp công dân; Xử lý đơn thư; Phòng, chống tham nhũng
Dân quân tự vệ; Nghĩa vụ quân sự; Động viên quân đội; Quân sự; Chính sách; Cư trú
Đăng ký, quản lý cư trú; Căn cước công dân; Phòng cháy, chữa cháy; Quản lý xuất nhập cảnh
Công tác lãnh sự; Ngoại vụ; Hội nghị, hội thảo quốc tế; Khu công nghiệp, khu kinh tế
"""
_FOLDED = frozenset(fold(name) for line in _NAMES.splitlines() for name in line.split(";"))


def is_field_name(text: str) -> bool:
    """Whether a text, however it is written, is the name of a field."""
    return bool(text) and fold(text) in _FOLDED
