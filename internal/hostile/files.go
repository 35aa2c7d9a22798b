package hostile

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"fmt"
	"io"
	"strings"
)

// File is an input made to cost its reader time or memory out of proportion.
type File struct {
	Name string        // with the extension of its format
	Make func() []byte // its content, a megabyte or less
}

// Files returns inputs of every format that are small and try to become large
// or slow.
func Files() []File {
	var all []File
	for _, group := range [][]File{workbookFiles(), tableFiles(), captionFiles(), subtitleFiles(), listFiles(), answerFiles()} {
		all = append(all, group...)
	}
	return all
}

func repeated(head, part string, n int, tail string) func() []byte {
	return func() []byte { return []byte(head + strings.Repeat(part, n) + tail) }
}

func workbookFiles() []File {
	long := strings.Repeat("long ", 20000)
	return []File{
		{"spans.xlsx", func() []byte { // each row of the hidden sheet has the exact times of a whole film
			spans := strings.Repeat("1000000001 2000000001 7\n", 2000)
			return Workbook([]string{sharedRow(0), strings.Repeat(`<row><c t="s"><v>1</v></c><c t="s"><v>2</v></c></row>`, 20000)}, "AD Script", "times", spans)
		}},
		{"reused.xlsx", func() []byte { // one text in every row
			return Workbook([]string{`<row><c t="inlineStr"><is><t>Start</t></is></c><c t="inlineStr"><is><t>Text</t></is></c></row>` +
				strings.Repeat(`<row><c><v>1</v></c><c t="s"><v>0</v></c></row>`, 20000)}, long)
		}},
		{"sheets.xlsx", func() []byte { // a thousand sheets whose cells are all one long text
			sheets := make([]string, 1000)
			for i := range sheets {
				sheets[i] = strings.Repeat("<row>"+strings.Repeat(`<c t="s"><v>0</v></c>`, 200)+"</row>", 60)
			}
			return Workbook(sheets, strings.Repeat(long, 5))
		}},
		{"sparse.xlsx", func() []byte { // nothing but starts, far to the right
			return Workbook([]string{`<row><c r="IV1" t="inlineStr"><is><t>Start</t></is></c></row>` + strings.Repeat(`<row><c r="IV2"><v>1</v></c></row>`, 800000)})
		}},
		{"one-text.xlsx", func() []byte { return Workbook([]string{sharedRow(0)}, strings.Repeat("x", 60<<20)) }},
		{"pieces.xlsx", func() []byte {
			return Workbook([]string{`<row><c t="str"><v>` + strings.Repeat("x<!-- -->", 5<<20) + `</v></c></row>`})
		}},
		{"strings.xlsx", func() []byte {
			return Workbook([]string{sharedRow(0)}, make([]string, 4<<20)...)
		}},
		{"rows.xlsx", func() []byte { return Workbook([]string{strings.Repeat(`<row/>`, 8<<20)}) }},
	}
}

func sharedRow(i int) string { return fmt.Sprintf(`<row><c t="s"><v>%d</v></c></row>`, i) }

// Workbook returns an .xlsx file of sheets, each the rows of its data, whose
// shared texts are those given. A second sheet is called like the hidden one
// that vsconvert writes.
func Workbook(sheets []string, shared ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestCompression) })
	part := func(name string, text ...string) {
		w, _ := z.Create(name)
		for _, s := range text {
			_, _ = io.WriteString(w, s)
		}
	}
	var list, relations strings.Builder
	for i, rows := range sheets {
		name := fmt.Sprintf("Sheet %d", i+1)
		if len(sheets) == 2 && i == 1 {
			name = "vsconvert"
		}
		fmt.Fprintf(&list, `<sheet name="%s" sheetId="%d" r:id="r%d"/>`, name, i+1, i+1)
		fmt.Fprintf(&relations, `<Relationship Id="r%d" Type="x/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, i+1)
		part(fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1), "<worksheet><sheetData>", rows, "</sheetData></worksheet>")
	}
	part("xl/workbook.xml", `<workbook xmlns:r="r"><sheets>`, list.String(), `</sheets></workbook>`)
	part("xl/_rels/workbook.xml.rels", "<Relationships>", relations.String(), "</Relationships>")
	part("xl/sharedStrings.xml", "<sst><si><t>", strings.Join(shared, "</t></si><si><t>"), "</t></si></sst>")
	_ = z.Close()
	return b.Bytes()
}

func tableFiles() []File {
	return []File{
		{"backwards.csv", repeated("Start,End,Text\n", "2,1,\n", 100000, "")}, // each row is warned of at its last cell, then at its first
		{"one-line.csv", repeated("Start,End,Text\r", "2,1,\r", 100000, "")},
		{"commas.csv", repeated("", ",", 1<<20, "")},
		{"starts.csv", repeated("Start\n", "1\n", 1<<19, "")},
		{"quotes.csv", repeated("Start,Text\n1,", `"`, 1<<20, "")},
		{"quoted.csv", repeated("", "\"\"\"\",", 1<<17, "\n")},
		{"header.csv", repeated("Start,", "Text ", 1<<17, "\n1,x\n")},
		{"lines.csv", repeated("", "\n", 1<<20, "")},
		{"tabs.tsv", repeated("Start\tText\n", "\t\n", 1<<19, "")},
	}
}

func captionFiles() []File {
	const tt = `<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata" xmlns:daptm="http://www.w3.org/ns/ttml/profile/dapt#metadata"><body><div>`
	const end = `</div></body></tt>`
	return []File{
		{"backwards.ttml", repeated(tt, "<p begin='2s' end='1s' foo='x'>a</p>\n", 25000, end)},
		{"one-line.ttml", repeated(tt, "<p begin='2s' end='1s'><b/></p>", 30000, end)},
		{"empty.ttml", repeated(tt, "<p/>", 200000, end)},
		{"deep.ttml", repeated(tt, "<div>", 200000, "")},
		{"spans.ttml", repeated(tt+"<p begin='1s' end='2s'>", "<span>a</span>", 70000, "</p>"+end)},
		{"descriptions.ttml", repeated(tt+"<div begin='1s' end='2s'>", "<ttm:desc>a description</ttm:desc>", 30000, "<p>a</p></div>"+end)},
		{"shared.ttml", func() []byte { // each of many texts gets the descriptions of its event
			const dapt = `<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" xmlns:daptm="http://www.w3.org/ns/ttml/profile/dapt#metadata" ttp:contentProfiles="http://www.w3.org/ns/ttml/profile/dapt1.0/content" daptm:scriptRepresents="visual" xml:lang="en"><body><div xml:id="e" begin="1s" end="2s">`
			return []byte(dapt + strings.Repeat("<ttm:desc>a description</ttm:desc>", 15000) + strings.Repeat("<p>a</p>", 50000) + "</div></body></tt>")
		}},
		{"sets.ttml", repeated(tt+"<p begin='1s' end='2s'>", "<set begin='0s'/>", 60000, "</p>"+end)},
		{"attributes.ttml", repeated("<tt xmlns='http://www.w3.org/ns/ttml' ", "a='' ", 200000, "/>")},
		{"breaks.ttml", repeated(tt+"<p begin='1s' end='2s'>", "<br/>", 200000, "</p>"+end)},
		{"metadata.ttml", repeated(tt+"<p begin='1s' end='2s'>", "<metadata><ttm:desc>a</ttm:desc></metadata>", 25000, "</p>"+end)},
		{"arrows.vtt", repeated("WEBVTT\n\n", "-->\n", 200000, "")},
		{"ends.vtt", repeated("WEBVTT\n\n", "00:02.000 --> 00:01.000\n\n", 40000, "")},
		{"tags.vtt", repeated("WEBVTT\n\n00:01.000 --> 00:02.000\n", "<b>", 300000, "")},
		{"entities.vtt", repeated("WEBVTT\n\n00:01.000 --> 00:02.000\n", "&amp", 250000, "")},
		{"notes.vtt", repeated("WEBVTT\n\n", "NOTE\nx\n\n", 100000, "")},
		{"ends.srt", repeated("", "1\n00:00:02,000 --> 00:00:01,000\n\n", 30000, "")},
		{"arrows.srt", repeated("1\n00:00:01,000 --> 00:00:02,000\n", "-->\n", 200000, "")},
		{"numbers.srt", repeated("", "1\n", 1<<19, "")},
		{"tags.srt", repeated("1\n00:00:01,000 --> 00:00:02,000\n", "<i>", 300000, "")},
		{"bytes.srt", repeated("1\n00:00:01,000 --> 00:00:02,000\n", "\xff\x80", 1<<19, "")},
	}
}

func subtitleFiles() []File {
	const events = "[Events]\nFormat: Start, End, Text\n"
	return []File{
		{"events.ass", repeated(events, "Dialogue: 0:0:2,0:0:1,\n", 40000, "")},
		{"braces.ass", repeated(events+"Dialogue: 0:0:1,0:0:2,", "{", 1<<20, "\n")},
		{"codes.ass", repeated(events+"Dialogue: 0:0:1,0:0:2,", "{\\p1}", 1<<17, "\n")},
		{"breaks.ass", repeated(events+"Dialogue: 0:0:1,0:0:2,", "\\N", 1<<19, "\n")},
		{"sections.ass", repeated("", "[x]\n", 1<<18, "")},
		{"format.ass", repeated("[Events]\nFormat: Start, End", ", Start", 1<<17, ", Text\n")},
		{"zeros.stl", repeated("850STL25.01000", "\x00", 1<<20, "")},
		{"open.stl", func() []byte { // one subtitle that never ends, of texts without end
			return []byte("850STL25.01000" + strings.Repeat(" ", 1010) + strings.Repeat("\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x14\x02\x00"+strings.Repeat("a\x8A", 56), 8000))
		}},
		{"blocks.stl", func() []byte {
			return []byte("850STL25.01000" + strings.Repeat(" ", 1010) + strings.Repeat("\x00\x01\x00\xFF\x01\x00\x00\x00\x00\x00\x00\x00\x00\x14\x02\x00"+strings.Repeat("\x80\x7F", 56), 8000))
		}},
	}
}

func listFiles() []File {
	const event = "001  AX       V     C        00:00:05:00 00:00:07:00 00:00:05:00 00:00:07:00\n"
	return []File{
		{"comments.edl", repeated("TITLE: x\n"+event, "* COMMENT: a\n", 70000, "")},
		{"locators.edl", repeated("TITLE: x\n"+event, "* LOC: 00:00:05:00 RED a\n", 40000, "")},
		{"events.edl", repeated("TITLE: x\n", event, 12000, "")},
		{"one-event.edl", repeated("TITLE: x\n"+event, "x", 1<<20, "\n")},
		{"clips.protools.txt", repeated("SESSION NAME:\tx\nSAMPLE RATE:\t48000.000000\nTIMECODE FORMAT:\t25 Frame\n\nM A R K E R S  L I S T I N G\n#\tLOCATION\tTIME REFERENCE\tUNITS\tNAME\tCOMMENTS\n", "1\t00:00:01:00\t1\tSamples\ta\t\n", 30000, "")},
		{"lines.protools.txt", repeated("SESSION NAME:\tx\n", "\n", 1<<20, "")},
		{"tabs.protools.txt", repeated("SESSION NAME:\tx\n", "\t", 1<<20, "")},
		{"markers.avid.txt", repeated("", "a\t00:00:01:00\tV1\tred\tb\n", 40000, "")},
		{"deep.premiere.xml", repeated("<xmeml version='5'>", "<sequence>", 100000, "")},
		{"markers.premiere.xml", repeated("<xmeml version='5'><sequence><rate><timebase>25</timebase></rate>", "<marker/>", 100000, "</sequence></xmeml>")},
		{"markers.fcpxml", repeated("<fcpxml version='1.10'><project><sequence>", "<marker start='1s'/>", 50000, "</sequence></project></fcpxml>")},
		{"deep.fcpxml", repeated("<fcpxml version='1.10'>", "<spine>", 150000, "")},
	}
}

func answerFiles() []File {
	return []File{
		{"ends.json", repeated("[", `{"id":"1","start":2,"end":1},`, 34000, `{"start":1,"end":2,"text":"x"}]`)},
		{"unknown.json", repeated("[", `{"start":1,"end":2,"a":{}},`, 34000, `{"start":1,"end":2,"text":"x"}]`)},
		{"deep.json", repeated("", "[", 1<<20, "")},
		{"members.json", repeated("{", `"a":1,`, 150000, `"b":1}`)},
		{"escapes.json", repeated(`[{"start":1,"end":2,"text":"`, `\ud800`, 150000, `"}]`)},
		{"bomb.vtt.gz", func() []byte {
			var b bytes.Buffer
			z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
			_, _ = io.WriteString(z, "WEBVTT\n\n")
			line := []byte(strings.Repeat("\n", 1<<20))
			for range 300 {
				_, _ = z.Write(line)
			}
			_ = z.Close()
			return b.Bytes()
		}},
	}
}
