package xlsx

import (
	"github.com/xuri/excelize/v2"

	"github.com/vsconvert/vsconvert/qc"
)

// setDefaultFont makes the font of the rows that of the workbook, whose digits
// are the unit of column widths: where another font stands in for it, columns
// and texts change together.
func setDefaultFont(f *excelize.File) error {
	if fonts := f.Styles.Fonts; fonts != nil && len(fonts.Font) > 0 && fonts.Font[0].Sz != nil {
		*fonts.Font[0].Sz.Val = fontSize
	}
	return f.SetDefaultFont(fontName)
}

// styles are the ids of the workbook's styles.
type styles struct {
	title, label, value, header, plain, figure, otherCount, otherRate int
	column                                                            [columns]int
	grey                                                              [colText + 1]int  // of rows of dialogue
	flags                                                             [qc.Error + 1]int // of conditional formats, by severity
}

const (
	textFormat    = 49 // @
	integerFormat = 1  // 0
	decimalFormat = 2  // 0.00

	rightToLeft = 2 // reading order
)

func (r *rowWriter) addStyles(f *excelize.File) error {
	var s steps
	add := func(id *int, style *excelize.Style) {
		s.do(func() (err error) { *id, err = f.NewStyle(style); return err })
	}
	font := func(size float64, bold bool) *excelize.Font {
		return &excelize.Font{Family: fontName, Size: size, Bold: bold, Color: "000000"}
	}
	st := &r.styles
	rtl := isRightToLeft(r.script)
	block := &excelize.Alignment{Vertical: "center"}
	if rtl {
		block.Horizontal = "right" // so that a label's text runs on into the empty cell beside it
	}
	add(&st.title, &excelize.Style{Font: font(14, true), NumFmt: textFormat, Alignment: block})
	add(&st.label, &excelize.Style{Font: font(fontSize, true), NumFmt: textFormat, Alignment: block})
	add(&st.value, &excelize.Style{Font: font(fontSize, false), NumFmt: textFormat, Alignment: block})
	add(&st.plain, &excelize.Style{Font: font(fontSize, false)})
	add(&st.figure, &excelize.Style{Font: font(fontSize, false), Alignment: &excelize.Alignment{Horizontal: "right"}})
	add(&st.header, &excelize.Style{
		Font: &excelize.Font{Family: fontName, Size: fontSize, Bold: true, Color: "FFFFFF"}, NumFmt: textFormat,
		Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F3864"}},
		Alignment: &excelize.Alignment{Horizontal: block.Horizontal, Vertical: "center", WrapText: true},
	})
	for c := range st.column {
		add(&st.column[c], columnStyle(c, font(fontSize, false), rtl))
	}
	for c := range st.grey {
		add(&st.grey[c], greyStyle(columnStyle(c, font(fontSize, false), rtl)))
	}
	for n := range r.with {
		with := &r.with[n]
		add(&with.styles[0], columnStyle(colText, font(fontSize, false), isRightToLeft(r.With[n])))
		add(&with.styles[1], columnStyle(colRate, font(fontSize, false), rtl))
	}
	for _, other := range [...]struct {
		id    *int
		shape string
	}{{&st.otherCount, `0" characters"`}, {&st.otherRate, `0.0" CPS"`}} {
		shape := other.shape
		if r.unit == qc.CPS {
			shape = map[string]string{`0" characters"`: `0" words"`, `0.0" CPS"`: `0" WPM"`}[shape]
		}
		style := columnStyle(colRate, font(fontSize, false), rtl)
		style.CustomNumFmt = &shape
		add(other.id, style)
	}
	s.do(func() error { return addConditionals(f, st) })
	return s.err
}

func columnStyle(column int, font *excelize.Font, rtl bool) *excelize.Style {
	style := &excelize.Style{
		Font: font, NumFmt: textFormat,
		Alignment:  &excelize.Alignment{Vertical: "top", WrapText: true},
		Protection: &excelize.Protection{Locked: locked(column)},
		Border:     []excelize.Border{{Type: "bottom", Color: "D9D9D9", Style: 1}},
	}
	if rtl {
		style.Alignment.Horizontal = "right"
	}
	switch column {
	case colStart, colEnd, colDuration, colCount, colRate, colOver:
		style.Alignment.Horizontal = "center"
	case colText, colCue, colNote:
		if rtl {
			style.Alignment.ReadingOrder = rightToLeft
		}
	}
	switch column {
	case colStart, colEnd:
		style.Alignment.WrapText = false
	case colDuration:
		style.NumFmt = decimalFormat
	case colCount, colOver:
		style.NumFmt = integerFormat
	case colRate:
		style.NumFmt = 0
	}
	return style
}

// greyStyle makes a style that of dialogue: grey and slanted, on a grey ground,
// at a contrast above 4.5 to 1.
func greyStyle(style *excelize.Style) *excelize.Style {
	style.Font = &excelize.Font{Family: fontName, Size: style.Font.Size, Italic: true, Color: "595959"}
	style.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"F2F2F2"}}
	return style
}

// locked columns are ids and what is derived from others.
func locked(column int) bool {
	switch column {
	case colID, colDuration, colCount, colRate, colOver, colFlags:
		return true
	}
	return false
}

// addConditionals makes the colours that go with the words of flags: dark
// text on a light ground, at a contrast above 4.5 to 1.
func addConditionals(f *excelize.File, st *styles) error {
	for _, c := range [...]struct {
		severity     qc.Severity
		text, ground string
	}{{qc.Error, "9C0006", "FFC7CE"}, {qc.Warning, "6B4E00", "FFEB9C"}, {qc.Info, "1F3864", "DDEBF7"}} {
		id, err := f.NewConditionalStyle(&excelize.Style{
			Font: &excelize.Font{Color: c.text, Bold: c.severity == qc.Error},
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{c.ground}},
		})
		if err != nil {
			return err
		}
		st.flags[c.severity] = id
	}
	return nil
}
