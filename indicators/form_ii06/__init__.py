"""The official form II.06 (Thông tư 01/2020/TT-VPCP): its rows, its notes, its workbook."""
