"""Plans written for these tests: each shows one way to assign work. No sentence comes from a real plan."""

import io

from docx import Document

HEAD = """ỦY BAN NHÂN DÂN
TỈNH AN GIANG
-------

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 15/KH-UBND

An Giang, ngày 12 tháng 02 năm 2024

KẾ HOẠCH

GIÚP HỘ NGHÈO CÓ VIỆC LÀM NĂM 2024

Thực hiện Nghị quyết số 09-NQ/TU ngày 05/01/2024 của Tỉnh ủy về chăm lo người nghèo, UBND tỉnh ban hành Kế hoạch sau:
"""

TAIL = """
Nơi nhận:
- Thường trực Tỉnh ủy (b/c);
- Các sở, ngành tỉnh;
- Lưu: VT.

KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Nguyễn Văn Mẫu
"""

HEADINGS = (
    HEAD
    + """
I. MỤC TIÊU

1. Mục tiêu chung

Giữ vững 90% kết quả của năm trước.

2. Chỉ tiêu cụ thể

- Tỷ lệ hộ nghèo giảm ít nhất 1,5%/năm; 100% hộ nghèo có thẻ bảo hiểm y tế.

- Dạy nghề cho 2.000 lao động, trong đó 40% là phụ nữ.

II. TỔ CHỨC THỰC HIỆN

1. Sở Lao động - Thương binh và Xã hội

- Là cơ quan thường trực của Kế hoạch.

- Chủ trì, phối hợp với Sở Tài chính, Sở Y tế mở ba phiên giao dịch việc làm trước ngày 15/6/2024. \
Định kỳ 6 tháng, năm tổng hợp, báo cáo UBND tỉnh trước ngày 20/6 và trước ngày 20/12.

2. Sở Y tế: cấp phát sổ khám bệnh cho hộ nghèo; hướng dẫn trạm y tế ghi sổ.

3. UBND các huyện, thị xã, thành phố

a) Xây dựng kế hoạch của địa phương trong tháng 3/2024.

b) Thường xuyên thăm hỏi hộ nghèo.

4. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh: vận động hội viên góp giống cây.

Yêu cầu các sở, ngành, UBND các huyện, thị xã, thành phố nghiêm túc làm theo Kế hoạch. \
Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các cơ quan báo cáo UBND tỉnh \
(qua Sở Lao động - Thương binh và Xã hội) để xem xét./.
"""
    + TAIL
)

BULLETS = (
    HEAD
    + """
III. PHÂN CÔNG NHIỆM VỤ

- Sở Tài chính: Chủ trì cân đối kinh phí dạy nghề. Hướng dẫn quyết toán cuối kỳ kế hoạch.
- Sở Xây dựng
+ Khảo sát nhà dột nát ở xã đảo;
+ Trình UBND tỉnh danh sách nhà cần sửa chậm nhất ngày 31/5/2024.
- Các sở, ngành khác: Theo chức năng, nhiệm vụ được giao, giúp ít nhất một ấp khó khăn.
"""
    + TAIL
)

LABELLED = (
    HEAD
    + """
II. NHIỆM VỤ

1. Mở lớp dạy nghề sửa máy nổ cho thanh niên nghèo

a) Cơ quan chủ trì: Sở Lao động - Thương binh và Xã hội

b) Cơ quan phối hợp: Sở Tài chính, UBND các huyện, thị xã, thành phố

c) Thời gian hoàn thành: Quý III/2024

d) Sản phẩm: Báo cáo kết quả lớp học

2. Lắp loa truyền thanh tại các ấp. Đơn vị chủ trì: Sở Thông tin và Truyền thông; thời gian: thường xuyên.
"""
    + TAIL
)

TABLE_HEADER = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành", "Sản phẩm"]
TABLE_ROWS = [
    ["1", "Lập bản đồ hộ nghèo của tỉnh", "Sở Lao động - Thương binh và Xã hội", "Sở Tài chính", "6/2024", "Bản đồ"],
    ["2", "Khám bệnh lưu động cho hộ nghèo", "Sở Y tế", "UBND các huyện", "Quý II/2024 và Quý IV/2024", "Báo cáo"],
    ["3", "Trồng cây phân tán quanh nhà", "Sở Nông nghiệp và Phát triển nông thôn", "", "Thường xuyên", ""],
]


def task_table(separator: str) -> str:
    """Return a plan that hands out its work in an annex table with this separator between cells."""
    rows = [separator.join(row) for row in [TABLE_HEADER, *TABLE_ROWS]]
    return (
        HEAD
        + "\nI. MỤC TIÊU\n\nLàm đủ việc trong phụ lục.\n"
        + TAIL
        + "\nPHỤ LỤC PHÂN CÔNG\n\n"
        + "\n".join(rows)
        + "\n"
    )


def encoded(text: str) -> bytes:
    """Return the bytes of a text file."""
    return text.encode("utf-8")


def as_docx(text: str, table: list[list[str]] | None = None) -> bytes:
    """Return a Word file with one paragraph for each line of the text, and a table at its end."""
    document = Document()
    for line in text.split("\n"):
        if line:
            document.add_paragraph(line)
    if table:
        grid = document.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, words in zip(grid.add_row().cells, row, strict=True):
                cell.text = words
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
