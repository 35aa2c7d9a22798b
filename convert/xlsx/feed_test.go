package xlsx_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/xlsx"
	"github.com/vsconvert/vsconvert/script"
)

func inlineCell(ref, runs string) string {
	return `<c r="` + ref + `" t="inlineStr"><is>` + runs + `</is></c>`
}

func read(t *testing.T, p parts) (*script.Script, []string, error) {
	t.Helper()
	var said []string
	s, err := xlsx.Decoder{Warn: func(w script.Warning) error { said = append(said, w.Error()); return nil }}.Decode(bytes.NewReader(p.zip(t)))
	return s, said, err
}

const fourRows = `<row r="1"><c r="A1" t="inlineStr"><is><t>ID</t></is></c><c r="B1" t="inlineStr"><is><t>Start</t></is></c><c r="C1" t="inlineStr"><is><t>End</t></is></c><c r="D1" t="inlineStr"><is><t>Text</t></is></c><c r="E1" t="inlineStr"><is><t>Words</t></is></c></row>`

// timed is a row with its id, times and the cells given.
func timed(n, cells string) string {
	return `<row r="` + n + `">` + inlineCell("A"+n, "<t>"+n+"</t>") + `<c r="B` + n + `"><v>` + n + `0</v></c><c r="C` + n + `"><v>` + n + `5</v></c>` + cells + `</row>`
}

func TestStruckThroughWordsAreNotSpoken(t *testing.T) {
	p := workbook(fourRows +
		timed("2", inlineCell("D2", `<r><t xml:space="preserve">A red </t></r><r><rPr><strike/><b/></rPr><t xml:space="preserve">old </t></r><r><rPr><strike val="0"/></rPr><t>boat.</t></r>`)) +
		timed("3", `<c r="D3" s="6" t="s"><v>3</v></c>`) +
		timed("4", `<c r="D4" t="s"><v>4</v></c>`) +
		timed("5", inlineCell("D5", "<t>Plain.</t>")))
	p["xl/styles.xml"] = `<styleSheet><fonts><font/><font><strike/></font></fonts><cellXfs><xf/><xf/><xf/><xf/><xf/><xf/><xf fontId="1"/></cellXfs><dxfs><dxf><font><strike/></font></dxf></dxfs></styleSheet>`
	p["xl/sharedStrings.xml"] = `<sst><si><t>a</t></si><si><t>b</t></si><si><t>c</t></si><si><t>Gone.</t></si><si><r><rPr><strike val="1"/></rPr><t>Not </t></r><r><t>spoken.</t></r></si></sst>`
	s, said, err := read(t, p)
	require.NoError(t, err)
	var texts []string
	for _, seg := range s.Segments {
		texts = append(texts, seg.Text)
	}
	require.Equal(t, []string{"A red boat.", "spoken.", "Plain."}, texts)
	require.Equal(t, []string{
		`xlsx: Reel 1!D2: dropped: words that are struck through: "A red old boat."`,
		`xlsx: Reel 1!D3: dropped: words that are struck through: "Gone."`,
		`xlsx: Reel 1!D4: dropped: words that are struck through: "Not spoken."`,
	}, said)
}

func TestCommentsBecomeNotes(t *testing.T) {
	p := workbook(fourRows + timed("2", inlineCell("D2", "<t>One.</t>")) + timed("3", inlineCell("D3", "<t>Two.</t>")) + timed("4", inlineCell("D4", "<t>Three.</t>")))
	p["xl/worksheets/_rels/sheet1.xml.rels"] = `<Relationships><Relationship Id="rId1" Type="http://x/comments" Target="../comments1.xml"/>
		<Relationship Id="rId2" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" Target="../threadedComments/threadedComment1.xml"/></Relationships>`
	p["xl/comments1.xml"] = `<comments><authors><author>Ann</author><author>tc={1}</author></authors><commentList>
		<comment ref="D2" authorId="0"><text><r><rPr><b/></rPr><t>Ann:</t></r><r><t xml:space="preserve">
too long</t></r></text></comment>
		<comment ref="B2" authorId="0"><text><t>earlier?</t></text></comment>
		<comment ref="D3" authorId="1"><text><t>[Threaded comment] Your version of Excel ...</t></text></comment>
		<comment ref="F9" authorId="0"><text><t>lost</t></text></comment></commentList></comments>`
	p["xl/threadedComments/threadedComment1.xml"] = `<ThreadedComments><threadedComment ref="D3" personId="{p1}" id="{1}"><text>Is it red?</text></threadedComment>
		<threadedComment ref="D3" personId="{p2}" id="{2}" parentId="{1}"><text>It is.</text></threadedComment></ThreadedComments>`
	p["xl/persons/person.xml"] = `<personList><person displayName="Ann" id="{p1}"/><person displayName="Bob" id="{p2}"/></personList>`
	s, said, err := read(t, p)
	require.NoError(t, err)
	require.Equal(t, "Ann: earlier?\nAnn: too long", s.Segments[0].Note)
	require.Equal(t, "Ann: Is it red?\nBob: It is.", s.Segments[1].Note)
	require.Empty(t, s.Segments[2].Note)
	require.Equal(t, []string{`xlsx: Reel 1!F9: dropped: a comment: "Ann: lost"`}, said)
}

func TestFormulaWithoutValueIsAnError(t *testing.T) {
	_, _, err := read(t, workbook(fourRows+timed("2", `<c r="D2"><f>UPPER("x")</f></c><c r="E2"><f>1+1</f></c>`)+timed("3", inlineCell("D3", "<t>Two.</t>"))))
	require.EqualError(t, err, `xlsx: Reel 1!D2: Text: missing value: a formula whose value is not in the file: want the file saved by a spreadsheet program`)
	require.ErrorIs(t, err, script.ErrMissing)

	s, said, err := read(t, workbook(fourRows+timed("2", `<c r="D2" t="str"><f>UPPER("x")</f><v>X</v></c><c r="E2"><f>1+1</f></c>`)))
	require.NoError(t, err)
	require.Empty(t, said)
	require.Equal(t, []script.Segment{{ID: "2", Start: 20 * time.Second, End: 25 * time.Second, Text: "X"}}, s.Segments)
}
