package xlsx

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"github.com/vsconvert/vsconvert/script"
)

// workbook is an opened file. Its parts are read by streaming; what they
// unpack to is bounded by a budget.
type workbook struct {
	parts    map[string]*zip.File // by lower-case name
	budget   int64                // bytes that may still be unpacked
	sheets   []sheetRef
	date1904 bool
	formats  []numberFormat // of cell styles
	strings  []string       // shared by cells
}

// sheetRef is a sheet of the workbook.
type sheetRef struct {
	name, part string
	hidden     bool
}

const (
	budgetBase   = 64 << 20
	budgetFactor = 100
)

var (
	oleMagic = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
	errBomb  = fmt.Errorf("%w: it unpacks to more than a hundred times its size", script.ErrTooLarge)
)

func openWorkbook(src string) (*workbook, error) {
	switch {
	case src == "":
		return nil, script.ErrEmpty
	case strings.HasPrefix(src, oleMagic):
		return nil, fmt.Errorf("%w: an encrypted workbook or an old .xls: save it as .xlsx without a password", script.ErrSyntax)
	}
	z, err := zip.NewReader(strings.NewReader(src), int64(len(src)))
	if err != nil {
		return nil, fmt.Errorf("%w: no .xlsx workbook: %w", script.ErrSyntax, err)
	}
	w := &workbook{parts: make(map[string]*zip.File, len(z.File)), budget: budgetBase + budgetFactor*int64(len(src))}
	for _, f := range z.File {
		name := strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, "\\", "/"), "/"))
		if _, twice := w.parts[name]; !twice {
			w.parts[name] = f
		}
	}
	main := w.mainPart()
	if err := w.readSheets(main); err != nil {
		return nil, err
	}
	return w, nil
}

// open returns the reader of a part, or nil when there is none.
func (w *workbook) open(name string) (io.ReadCloser, error) {
	f := w.parts[strings.ToLower(strings.TrimPrefix(name, "/"))]
	if f == nil {
		return nil, nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", script.ErrSyntax, name, err)
	}
	return &metered{r, &w.budget}, nil
}

// metered takes what it reads off a budget.
type metered struct {
	io.ReadCloser
	budget *int64
}

func (m *metered) Read(p []byte) (int, error) {
	n, err := m.ReadCloser.Read(p)
	if *m.budget -= int64(n); *m.budget < 0 {
		return n, errBomb
	}
	return n, err
}

// each calls start for every element of a part that begins, and text for the
// character data; either may be nil. A part that does not exist has none.
func (w *workbook) each(part string, start func(xml.StartElement) error) error {
	r, err := w.open(part)
	if r == nil {
		return err
	}
	defer r.Close()
	d := xml.NewDecoder(r)
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return broken(part, err)
		}
		if e, ok := token.(xml.StartElement); ok {
			if err := start(e); err != nil {
				return err
			}
		}
	}
}

func broken(part string, err error) error {
	if errors.Is(err, script.ErrTooLarge) {
		return err
	}
	return fmt.Errorf("%w: %s: %w", script.ErrSyntax, part, err)
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// mainPart follows the package's relation to the workbook.
func (w *workbook) mainPart() string {
	part := "xl/workbook.xml"
	_ = w.each("_rels/.rels", func(e xml.StartElement) error {
		if e.Name.Local == "Relationship" && strings.HasSuffix(attribute(e, "Type"), "/officeDocument") {
			part = strings.TrimPrefix(path.Clean(attribute(e, "Target")), "/")
		}
		return nil
	})
	return part
}

// readSheets reads the list of sheets, and what all of them share.
func (w *workbook) readSheets(main string) error {
	if w.parts[strings.ToLower(main)] == nil {
		return fmt.Errorf("%w: no workbook in the archive", script.ErrSyntax)
	}
	dir := path.Dir(main)
	targets := map[string]string{}
	styles, shared := path.Join(dir, "styles.xml"), path.Join(dir, "sharedStrings.xml")
	err := w.each(path.Join(dir, "_rels", path.Base(main)+".rels"), func(e xml.StartElement) error {
		if e.Name.Local != "Relationship" || attribute(e, "TargetMode") == "External" {
			return nil
		}
		target := attribute(e, "Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(dir, target)
		}
		targets[attribute(e, "Id")] = target
		switch kind := attribute(e, "Type"); {
		case strings.HasSuffix(kind, "/styles"):
			styles = target
		case strings.HasSuffix(kind, "/sharedStrings"):
			shared = target
		}
		return nil
	})
	if err != nil {
		return err
	}
	err = w.each(main, func(e xml.StartElement) error {
		switch e.Name.Local {
		case "workbookPr":
			on := attribute(e, "date1904")
			w.date1904 = on == "1" || on == "true"
		case "sheet":
			if part := targets[relation(e)]; part != "" && len(w.sheets) < 1000 {
				w.sheets = append(w.sheets, sheetRef{attribute(e, "name"), part, attribute(e, "state") != "" && attribute(e, "state") != "visible"})
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return errors.Join(w.readStyles(styles), w.readStrings(shared))
}

// relation returns the r:id of a sheet, which has another id beside it.
func relation(e xml.StartElement) string {
	for _, a := range e.Attr {
		if a.Name.Local == "id" && a.Name.Space != "" {
			return a.Value
		}
	}
	return ""
}

// readStyles learns which cell styles show numbers as dates or times.
func (w *workbook) readStyles(part string) error {
	custom := map[int]string{}
	in := ""
	return w.each(part, func(e xml.StartElement) error {
		switch e.Name.Local {
		case "numFmts", "cellXfs", "cellStyleXfs", "dxfs", "cellStyles":
			in = e.Name.Local
		case "numFmt":
			if id, err := strconv.Atoi(attribute(e, "numFmtId")); err == nil && in == "numFmts" {
				custom[id] = attribute(e, "formatCode")
			}
		case "xf":
			if in == "cellXfs" && len(w.formats) < 1<<16 {
				id, _ := strconv.Atoi(attribute(e, "numFmtId"))
				w.formats = append(w.formats, formatOf(id, custom[id]))
			}
		}
		return nil
	})
}

// readStrings reads the texts that cells refer to by number.
func (w *workbook) readStrings(part string) error {
	r, err := w.open(part)
	if r == nil {
		return err
	}
	defer r.Close()
	d := xml.NewDecoder(r)
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return broken(part, err)
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "si" {
			text, err := richText(d)
			if err != nil {
				return broken(part, err)
			}
			w.strings = append(w.strings, text)
		}
	}
}

// richText reads the runs of text up to the end of the open element, without
// the readings that stand above Japanese ones.
func richText(d *xml.Decoder) (string, error) {
	var parts []byte
	depth, phonetic, text := 1, 0, 0
	for depth > 0 {
		token, err := d.Token()
		if err != nil {
			return "", unexpected(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			depth++
			switch t.Name.Local {
			case "rPh":
				phonetic = depth
			case "t":
				text = depth
			}
		case xml.EndElement:
			if depth == phonetic {
				phonetic = 0
			}
			if depth == text {
				text = 0
			}
			depth--
		case xml.CharData:
			if text > 0 && phonetic == 0 {
				parts = append(parts, t...)
			}
		}
	}
	return unescape(string(parts)), nil
}

func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// unescape turns _xHHHH_ into the character it stands for.
func unescape(s string) string {
	i := strings.Index(s, "_x")
	if i < 0 {
		return s
	}
	var b strings.Builder
	for ; i >= 0; i = strings.Index(s, "_x") {
		if !isEscape(s[i:]) {
			b.WriteString(s[:i+2])
			s = s[i+2:]
			continue
		}
		n, _ := strconv.ParseUint(s[i+2:i+6], 16, 16)
		b.WriteString(s[:i])
		b.WriteRune(rune(n))
		s = s[i+7:]
	}
	b.WriteString(s)
	return b.String()
}
