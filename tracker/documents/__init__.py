"""VĂN BẢN RA: Word, PDF and the print preview, in the layout of Decree 30/2020/NĐ-CP. Keeps nothing."""
