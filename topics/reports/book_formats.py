class Formats:
    """The cell formats of the report: 方正小标宋 titles, 黑体 heads, 仿宋 data, thin borders and no fills.

    A number or day too wide for its column is drawn smaller: programs with other fonts would show ### for it.
    """

    NUMBERS = {"int": "0", "percent": "0.00%", "date": "yyyy-mm-dd", "mean": "0.00"}

    def __init__(self, book):
        self.book = book
        self.title = self.made("方正小标宋简体", 20)
        self.banner = self.made("黑体", 11, font_color="#9A6700")
        self.line = self.made("仿宋", 11, align="left")
        self.cover_label = self.made("黑体", 14, align="right")
        self.cover_words = self.made("仿宋", 14, align="left", bottom=1)
        self.link = self.made("仿宋", 11, align="left", border=1)
        self.head = self.made("黑体", 10.5, border=1)
        self.of_row, self.of_sum = self.of("仿宋"), self.of("黑体")
        self.words = self.of_row["text"]

    def made(self, font, size, align="center", **more):
        given = {"font_name": font, "font_size": size, "align": align, "valign": "vcenter", "text_wrap": True}
        return self.book.add_format(given | more)

    def of(self, font):
        """The formats of the cells of one row by their kind."""
        text = self.made(font, 10.5, align="left", border=1, num_format="@")
        wrapped = self.made(font, 10.5, border=1, num_format="@")
        small = {"border": 1, "text_wrap": False, "shrink": True}
        numbers = {kind: self.made(font, 10.5, num_format=form, **small) for kind, form in self.NUMBERS.items()}
        return {"text": text, "wrapped": wrapped} | numbers
