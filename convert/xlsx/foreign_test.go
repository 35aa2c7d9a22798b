package xlsx_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/xlsx"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// parts are the files of a workbook made by hand.
type parts map[string]string

func (p parts) zip(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"content.xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml",
		"xl/worksheets/_rels/sheet1.xml.rels", "xl/comments1.xml", "xl/threadedComments/threadedComment1.xml", "xl/persons/person.xml"} {
		if p[name] == "" {
			continue
		}
		w, err := z.Create(name)
		require.NoError(t, err)
		_, err = w.Write([]byte(p[name]))
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	return b.Bytes()
}

// workbook returns the parts around the rows of a sheet. Cell style 1 shows
// h:mm:ss, 2 the time with milliseconds, 3 a date and time, 4 [h]:mm:ss, 5
// two decimals.
func workbook(rows string) parts {
	return parts{
		"_rels/.rels": `<Relationships><Relationship Id="rId1" Type="http://x/officeDocument" Target="/xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml": `<?xml version="1.0" encoding="UTF-8"?><workbook xmlns:r="http://x"><sheets>
			<sheet name="Reel 1" sheetId="1" r:id="rId1"/><sheet name="Other" sheetId="2" r:id="rId2"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships>
			<Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/>
			<Relationship Id="rId2" Type="http://x/worksheet" Target="worksheets/sheet2.xml"/></Relationships>`,
		"xl/styles.xml": `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="hh:mm:ss.000"/><numFmt numFmtId="165" formatCode="yyyy\-mm\-dd\ hh:mm"/>
			<numFmt numFmtId="166" formatCode="[h]:mm:ss"/></numFmts><cellStyleXfs><xf numFmtId="22"/></cellStyleXfs>
			<cellXfs><xf numFmtId="0"/><xf numFmtId="21"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="2"/></cellXfs></styleSheet>`,
		"xl/sharedStrings.xml": `<sst><si><t>Start</t></si><si><t>End</t></si><si><t>Text</t></si>
			<si><r><t xml:space="preserve">She </t></r><r><rPr><b/></rPr><t>sits&amp;waits</t></r><rPh sb="0" eb="1"><t>reading</t></rPh></si></sst>`,
		"xl/worksheets/sheet1.xml": `<worksheet><sheetData>` + rows + `</sheetData></worksheet>`,
		"xl/worksheets/sheet2.xml": `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Notes only</t></is></c></row></sheetData></worksheet>`,
	}
}

const header = `<row r="3"><c r="B3" t="s"><v>0</v></c><c r="C3" t="s"><v>1</v></c><c r="D3" t="s"><v>2</v></c></row>`

// row is a row 4 with start, end and text.
func row(start, end string) string {
	return header + `<row r="4"><c r="B4"` + start + `</c><c r="C4"` + end + `</c><c r="D4" t="s"><v>3</v></c></row>`
}

func TestCellsOfOtherPrograms(t *testing.T) {
	want := []script.Segment{{ID: "1", Start: 62345 * ms, End: 63500 * ms, Text: "She sits&waits"}}
	inline := func(s string) string { return ` t="inlineStr"><is><t>` + s + `</t></is>` }
	for name, rows := range map[string]string{
		"text":              row(inline("00:01:02.345"), inline("1:03,5")),
		"day fractions":     row(` s="2"><v>7.2158564814814813E-4</v>`, ` s="1"><v>7.34953703703704E-4</v>`),
		"hours in brackets": row(` s="4"><v>0.000721585648148148</v>`, ` s="4"><v>0.000734953703703704</v>`),
		"date format":       row(` s="3"><v>0.000721585648148148</v>`, ` s="3"><v>0.000734953703703704</v>`),
		"seconds":           row(`><v>62.345</v>`, ` s="5"><v>63.5</v>`),
		"formula results":   row(` t="str"><f>TEXT(1,2)</f><v>00:01:02.345</v>`, ` s="5"><f>60+3.5</f><v>63.5</v>`),
		"noise digits":      row(`><v>62.344999999999999</v>`, `><v>63.500000000000007</v>`),
		"escapes":           row(inline("00:01:02_x002E_345"), inline("&#48;0:01:03<![CDATA[.]]>5")),
		"prefixes": strings.NewReplacer("<row", "<x:row", "</row", "</x:row", "<c ", "<x:c ", "</c>", "</x:c>", "<v>", "<x:v>", "</v>", "</x:v>").
			Replace(row(`><v>62.345</v>`, `><v>63.5</v>`)),
		"no references": `<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c></row><row><c><v>62.345</v></c><c><v>63.5</v></c><c t="s"><v>3</v></c></row>`,
		"comments":      "<!-- a -->" + row(`><!-- b --><v>62.345</v>`, `><v>63.5<!-- c --></v><extLst/>`),
	} {
		got, err := xlsx.Decode(bytes.NewReader(workbook(rows).zip(t)))
		require.NoError(t, err, name)
		got.NumberIDs()
		require.Empty(t, cmp.Diff(want, got.Segments), name)
	}
}

func TestDates1904(t *testing.T) {
	p := workbook(row(` s="1"><v>0.5</v>`, ` s="4"><v>1.25</v>`))
	p["xl/workbook.xml"] = strings.Replace(p["xl/workbook.xml"], "<sheets>", `<workbookPr date1904="1"/><sheets>`, 1)
	got := decode(t, xlsx.Decoder{}, p.zip(t))
	require.Equal(t, "12h0m0s 30h0m0s", fmt.Sprint(got.Segments[0].Start, " ", got.Segments[0].End))
}

func TestErrorsNameSheetAndCell(t *testing.T) {
	inline := func(s string) string { return ` t="inlineStr"><is><t>` + s + `</t></is>` }
	for name, c := range map[string]struct {
		rows string
		says string
	}{
		"text":        {row(inline("soon"), inline("2")), `xlsx: Reel 1!B4: Start: malformed time "soon": want HH:MM:SS.mmm`},
		"date":        {row(` s="3"><v>45000.5</v>`, inline("2")), `xlsx: Reel 1!B4: Start: malformed time "2023-03-15 12:00:00"`},
		"error value": {row(inline("1"), ` t="e"><v>#REF!</v>`), `xlsx: Reel 1!C4: End: malformed time "#REF!"`},
		"frames":      {row(inline("1"), inline("00:00:01:12")), `xlsx: Reel 1!C4: End: malformed time: no frame rate was given for the timecode "00:00:01:12"`},
		"no header":   {`<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c><c r="B1" t="inlineStr"><is><t>y</t></is></c></row>`, `xlsx: Reel 1: missing value: no column for the start: map one of "x", "y"`},
	} {
		_, err := xlsx.Decode(bytes.NewReader(workbook(c.rows).zip(t)))
		require.ErrorContains(t, err, c.says, name)
		var parse *script.ParseError
		require.ErrorAs(t, err, &parse, name)
	}
}

func TestSheets(t *testing.T) {
	rows := row(`><v>1</v>`, `><v>2</v>`)
	p := workbook(rows)
	p["xl/worksheets/sheet2.xml"] = strings.ReplaceAll(p["xl/worksheets/sheet1.xml"], "<v>1</v></c><c r=\"C4", "<v>1.5</v></c><c r=\"C4")
	src := p.zip(t)
	for _, c := range []struct {
		sheet string
		start string
	}{{"", "1s"}, {"Other", "1.5s"}, {"other", "1.5s"}, {"#2", "1.5s"}} {
		got := decode(t, xlsx.Decoder{Sheet: c.sheet}, src)
		require.Equal(t, c.start, got.Segments[0].Start.String(), c.sheet)
	}
	_, err := xlsx.Decoder{Sheet: "Reel 3"}.Decode(bytes.NewReader(src))
	require.ErrorContains(t, err, `no sheet "Reel 3": there are "Reel 1", "Other"`)
	_, err = xlsx.Decoder{Warn: func(w script.Warning) error { return &script.ParseError{Format: w.Format, Pos: w.Pos, Err: w.Err} }}.Decode(bytes.NewReader(src))
	require.ErrorContains(t, err, "xlsx: Reel 1: assumed: read this sheet, not Other")
}

func TestBrokenWorkbooks(t *testing.T) {
	good := row(`><v>1</v>`, `><v>2</v>`)
	change := func(part, from, to string) []byte {
		p := workbook(good)
		require.Contains(t, p[part], from)
		p[part] = strings.ReplaceAll(p[part], from, to)
		return p.zip(t)
	}
	const sheet = "xl/worksheets/sheet1.xml"
	whole := workbook(good).zip(t)
	for name, c := range map[string]struct {
		src  []byte
		kind error
		says string
	}{
		"empty":         {nil, script.ErrEmpty, ""},
		"no zip":        {[]byte("Start,Text\n"), script.ErrSyntax, "no .xlsx workbook"},
		"encrypted":     {[]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1xxxx"), script.ErrSyntax, "password"},
		"cut zip":       {whole[:len(whole)/2], script.ErrSyntax, ""},
		"zip of others": {parts{"xl/styles.xml": "<a/>"}.zip(t), script.ErrSyntax, "no workbook"},
		"OpenDocument":  {parts{"content.xml": "<a/>"}.zip(t), script.ErrSyntax, "save it as .xlsx"},
		"no sheets":     {change("xl/workbook.xml", "<sheet ", "<sheep "), script.ErrMissing, "no sheet"},
		"no part":       {change("xl/_rels/workbook.xml.rels", "sheet1.xml", "sheet9.xml"), script.ErrSyntax, "sheet9.xml is not in the archive"},
		"cut sheet":     {change(sheet, "</sheetData></worksheet>", ""), script.ErrSyntax, "unexpected EOF"},
		"cut cell":      {change(sheet, "</c></row></sheetData></worksheet>", ""), script.ErrSyntax, "unexpected EOF"},
		"wrong nesting": {change(sheet, "</row></sheetData>", "</sheetData></row>"), script.ErrSyntax, "ends no element"},
		"document type": {change(sheet, "<worksheet>", `<!DOCTYPE x [<!ENTITY a "b">]><worksheet>`), script.ErrSyntax, "document type"},
		"entity":        {change(sheet, "<v>1<", "<v>&a;<"), script.ErrSyntax, `unknown entity "a"`},
		"UTF-16":        {change(sheet, "<worksheet>", `<?xml version="1.0" encoding="UTF-16"?><worksheet>`), script.ErrSyntax, "not UTF-8"},
		"bad bytes":     {change("xl/sharedStrings.xml", "waits", "w\xffts"), script.ErrEncoding, ""},
		"deep":          {change(sheet, "<sheetData>", strings.Repeat("<a>", 100000)+"<sheetData>"), script.ErrSyntax, "too deep"},
		"long tag":      {change(sheet, "<sheetData>", `<a b="`+strings.Repeat("c", 2<<20)+`"/><sheetData>`), script.ErrSyntax, "a tag of more than"},
	} {
		_, err := xlsx.Decode(bytes.NewReader(c.src))
		require.ErrorIs(t, err, c.kind, name)
		require.ErrorContains(t, err, c.says, name)
	}
}

func TestZipBombs(t *testing.T) {
	p := workbook(row(`><v>1</v>`, `><v>2</v>`))
	for _, part := range []string{"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"} {
		bomb := parts{}
		for name, text := range p {
			bomb[name] = text
		}
		bomb[part] = strings.Replace(bomb[part], ">", ">"+strings.Repeat(" ", 20<<20), 1)
		src := bomb.zip(t)
		require.Less(t, len(src), 1<<20)
		_, err := xlsx.Decode(bytes.NewReader(src))
		require.ErrorIs(t, err, script.ErrTooLarge, part)
	}
	_, err := xlsx.Decoder{MaxBytes: 100}.Decode(bytes.NewReader(p.zip(t)))
	require.ErrorIs(t, err, script.ErrTooLarge)
}

func TestFarCellsAreBounded(t *testing.T) {
	rows := row(`><v>1</v>`, `><v>2</v>`) + `<row r="1048576"><c r="XFD1048576"><v>1</v></c></row><row r="99999999999"><c r="ZZZZZZ1"><v>1</v></c></row>`
	var warned []string
	d := xlsx.Decoder{Warn: func(w script.Warning) error { warned = append(warned, w.Error()); return nil }}
	require.Len(t, decode(t, d, workbook(rows).zip(t)).Segments, 1)
	require.Equal(t, []string{"xlsx: Reel 1: dropped: 2 cells right of column 256"}, warned)
}

func TestRateOfTheWorkbook(t *testing.T) {
	s := &script.Script{Segments: []script.Segment{{ID: "1", Start: 1000 * ms, End: 2000 * ms, Text: "x"}}}
	src := encode(t, xlsx.Encoder{Start: timecode.FromFrames(90000, timecode.Rate25)}, s)
	require.Empty(t, cmp.Diff(s, decode(t, xlsx.Decoder{}, src)))
	require.Empty(t, cmp.Diff(s, decode(t, xlsx.Decoder{Rate: timecode.Rate25}, src)))
	_, err := xlsx.Decoder{Rate: timecode.Rate24, Warn: func(w script.Warning) error { return &script.ParseError{Format: w.Format, Pos: w.Pos, Err: w.Err} }}.Decode(bytes.NewReader(src))
	require.ErrorContains(t, err, "timecodes are at 24, and the workbook was written at 25")
}

// Somebody's sheet says by its labels how they are counted, however large it is.
func TestDropFrameIsTheSheetsToSay(t *testing.T) {
	rows := fourRows
	for n := 2; n < 300; n++ {
		id := strconv.Itoa(n)
		rows += `<row r="` + id + `">` + inlineCell("A"+id, "<t>"+id+"</t>") + inlineCell("B"+id, "<t>01:10:00:00</t>") +
			inlineCell("C"+id, "<t>01:10:02:00</t>") + inlineCell("D"+id, "<t>She sits.</t>") + `</row>`
	}
	last := `<row r="300">` + inlineCell("B300", "<t>01:11:00;00</t>") + inlineCell("C300", "<t>01:11:02;00</t>") + inlineCell("D300", "<t>He stands.</t>") + `</row>`
	start, err := timecode.Parse("01:00:00:00", timecode.Rate2997)
	require.NoError(t, err)
	for rate, want := range map[timecode.Rate]int64{timecode.Rate2997: 17982, timecode.Rate2997.NDF(): 18000} {
		var said []string
		d := xlsx.Decoder{Rate: rate, Warn: func(w script.Warning) error { said = append(said, w.Error()); return nil }}
		if d.Start = start; rate != timecode.Rate2997 {
			d.Start, err = timecode.Parse("01:00:00:00", rate)
			require.NoError(t, err)
		}
		s, err := d.Decode(bytes.NewReader(workbook(rows + last).zip(t)))
		require.NoError(t, err)
		require.Equal(t, rate.Duration(want), s.Segments[0].Start)
		require.Len(t, said, 1)
	}
}
