package xlsx_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/xlsx"
	"github.com/vsconvert/vsconvert/script"
)

// FuzzDecode checks that no file panics.
func FuzzDecode(f *testing.F) {
	f.Add(workbook(row(`><v>1</v>`, `><v>2</v>`)).zip(f))
	f.Fuzz(func(t *testing.T, src []byte) {
		_, _ = xlsx.Decoder{MaxBytes: 1 << 20}.Decode(bytes.NewReader(src))
	})
}

// FuzzSheet checks the XML of sheets, styles and texts, and that what is read
// is written in a form that reads as the same.
func FuzzSheet(f *testing.F) {
	p := workbook(row(`><v>1</v>`, ` s="3"><v>2e-4</v>`))
	f.Add(p["xl/worksheets/sheet1.xml"], p["xl/styles.xml"], p["xl/sharedStrings.xml"])
	f.Add("<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>Start</t></is></c></row></sheetData></worksheet>", "<!-- -->", "<sst><si><t>a<![CDATA[b]]></t></si></sst>")
	f.Fuzz(func(t *testing.T, sheet, styles, shared string) {
		p := workbook("")
		p["xl/worksheets/sheet1.xml"], p["xl/styles.xml"], p["xl/sharedStrings.xml"] = sheet, styles, shared
		s, err := xlsx.Decode(bytes.NewReader(p.zip(t)))
		if err != nil || len(s.Segments) == 0 {
			return
		}
		again(t, s)
	})
}

func again(t *testing.T, s *script.Script) {
	for i := range s.Segments {
		if s.Segments[i].End > 1<<59 || s.Segments[i].Start > 1<<59 {
			return
		}
	}
	var b, second bytes.Buffer
	if xlsx.Encode(&b, s) != nil {
		return // a text that no cell holds
	}
	once, err := xlsx.Decode(bytes.NewReader(b.Bytes()))
	require.NoError(t, err)
	require.NoError(t, xlsx.Encode(&second, once))
	twice, err := xlsx.Decode(bytes.NewReader(second.Bytes()))
	require.NoError(t, err)
	require.Empty(t, cmp.Diff(once, twice))
}
