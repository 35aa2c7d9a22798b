package xlsx

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"html"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// archive writes the parts of a workbook as excelize makes them, and puts the
// rows of one sheet in on the way: they go from the script to the compressor
// without being held as cells or in a temporary file.
type archive struct {
	*zip.Writer
	part string                // name of the sheet's part
	rows func(io.Writer) error // writes what comes before </sheetData>

	texts map[string]string // what formulas give, by the formula
}

func newArchive(w io.Writer, part string, rows func(io.Writer) error, texts map[string]string) *archive {
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	return &archive{z, part, rows, texts}
}

var _ excelize.ZipWriter = (*archive)(nil)

// Create begins a part.
func (a *archive) Create(name string) (io.Writer, error) {
	w, err := a.Writer.Create(name)
	switch {
	case err != nil:
		return nil, err
	case name == a.part:
		return &splice{w: w, head: values{w, a.texts}, rows: a.rows}, nil
	case strings.HasPrefix(name, "xl/worksheets/sheet"):
		return values{w, a.texts}, nil
	case name == "[Content_Types].xml":
		return sorted{w}, nil
	}
	return w, nil
}

// AddFS is not used by excelize.
func (a *archive) AddFS(fs.FS) error { return fs.ErrInvalid }

// splice writes a sheet and, before the end of its data, the rows.
type splice struct {
	w    io.Writer
	head io.Writer
	rows func(io.Writer) error
}

var dataEnd = []byte("</sheetData>")

// Write takes the whole part at once, as excelize writes it.
func (s *splice) Write(p []byte) (int, error) {
	i := bytes.Index(p, dataEnd)
	if i < 0 {
		return 0, errNoData
	}
	if _, err := s.head.Write(p[:i]); err != nil {
		return 0, err
	}
	if err := s.rows(s.w); err != nil {
		return i, err
	}
	n, err := s.w.Write(p[i:])
	return i + n, err
}

// values writes a sheet with what its formulas give: excelize says of all that
// they give texts, and forgets these.
type values struct {
	w     io.Writer
	texts map[string]string
}

var (
	numberAsText = regexp.MustCompile(` t="str"(><f>[^<]*</f><v>-?[0-9.]+</v>)`)
	noValue      = regexp.MustCompile(`<f>([^<]*)</f></c>`)
)

// Write takes the whole part at once.
func (v values) Write(p []byte) (int, error) {
	out := numberAsText.ReplaceAll(p, []byte("$1"))
	out = noValue.ReplaceAllFunc(out, func(cell []byte) []byte {
		formula := html.UnescapeString(string(noValue.FindSubmatch(cell)[1]))
		return append(appendEscaped(append(cell[:len(cell)-len("</c>"):len(cell)-len("</c>")], "<v>"...), v.texts[formula]), "</v></c>"...)
	})
	if _, err := v.w.Write(out); err != nil {
		return 0, err
	}
	return len(p), nil
}

// sorted writes the list of parts in order, which excelize leaves to chance:
// the same script makes the same file.
type sorted struct{ w io.Writer }

// Write takes the whole part at once.
func (s sorted) Write(p []byte) (int, error) {
	for _, end := range []string{"</Default>", "</Override>"} {
		p = sortElements(p, "<"+end[2:len(end)-1], end)
	}
	return s.w.Write(p)
}

// sortElements sorts a run of elements that stand behind one another.
func sortElements(p []byte, begin, end string) []byte {
	from, to := bytes.Index(p, []byte(begin)), bytes.LastIndex(p, []byte(end))
	if from < 0 || to < from {
		return p
	}
	to += len(end)
	list := strings.SplitAfter(string(p[from:to]), end)
	slices.Sort(list)
	return slices.Concat(p[:from], []byte(strings.Join(list, "")), p[to:])
}
