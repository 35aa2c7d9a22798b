package xlsx

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"github.com/vsconvert/vsconvert/internal/source"
	"github.com/vsconvert/vsconvert/script"
)

// workbook is an opened file. Its parts are read by streaming; what they
// unpack to is bounded by a budget.
type workbook struct {
	parts    map[string]*zip.File // by lower-case name
	budget   int64                // bytes that may still be unpacked
	memory   *source.Budget       // of what is kept of them
	sheets   []sheetRef
	date1904 bool
	formats  []numberFormat // of cell styles
	struck   []bool         // which cell styles strike their text through
	spoken   map[int]string // of strings that are struck through in part, what is not
	strings  []string       // shared by cells
}

// sheetRef is a sheet of the workbook.
type sheetRef struct {
	name, part string
	hidden     bool
}

const (
	budgetBase   = 16 << 20
	budgetFactor = 100
	entryCost    = 64 // bytes of memory that an entry of a list or map takes
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
		return nil, fmt.Errorf("%w: an old .xls workbook, or one with a password: save it as .xlsx without one", script.ErrSyntax)
	}
	z, err := zip.NewReader(strings.NewReader(src), int64(len(src)))
	if err != nil {
		return nil, fmt.Errorf("%w: no .xlsx workbook: %w", script.ErrSyntax, err)
	}
	w := &workbook{
		parts:  make(map[string]*zip.File, len(z.File)),
		budget: budgetBase + budgetFactor*int64(len(src)), memory: source.NewBudget(len(src)),
	}
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

// each calls start for every element of a part that begins. A part that does
// not exist has none.
func (w *workbook) each(part string, start func(*xmlReader) error) error {
	r, err := w.open(part)
	if r == nil {
		return err
	}
	defer r.Close()
	x := newXMLReader(r)
	for {
		e, err := x.next()
		switch {
		case err != nil:
			return broken(part, err)
		case e == eof:
			return nil
		case e == elementStart:
			if err := start(x); err != nil {
				return broken(part, err)
			}
		}
	}
}

func broken(part string, err error) error {
	if errors.Is(err, script.ErrTooLarge) {
		return err
	}
	if errors.Is(err, script.ErrSyntax) {
		return err
	}
	return fmt.Errorf("%w: %s: %w", script.ErrSyntax, part, err)
}

// mainPart follows the package's relation to the workbook.
func (w *workbook) mainPart() string {
	part := "xl/workbook.xml"
	_ = w.each("_rels/.rels", func(e *xmlReader) error {
		if e.is("Relationship") && strings.HasSuffix(e.attr("Type"), "/officeDocument") {
			part = strings.TrimPrefix(path.Clean(e.attr("Target")), "/")
		}
		return nil
	})
	return part
}

// readSheets reads the list of sheets, and what all of them share.
func (w *workbook) readSheets(main string) error {
	if w.parts["content.xml"] != nil {
		return fmt.Errorf("%w: an OpenDocument sheet: save it as .xlsx", script.ErrSyntax)
	}
	if w.parts[strings.ToLower(main)] == nil {
		return fmt.Errorf("%w: no workbook in the archive", script.ErrSyntax)
	}
	dir := path.Dir(main)
	targets := map[string]string{}
	styles, shared := path.Join(dir, "styles.xml"), path.Join(dir, "sharedStrings.xml")
	err := w.each(path.Join(dir, "_rels", path.Base(main)+".rels"), func(e *xmlReader) error {
		if !e.is("Relationship") || e.attr("TargetMode") == "External" {
			return nil
		}
		target := e.attr("Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(dir, target)
		}
		id := e.attr("Id")
		targets[id] = target
		switch kind := e.attr("Type"); {
		case strings.HasSuffix(kind, "/styles"):
			styles = target
		case strings.HasSuffix(kind, "/sharedStrings"):
			shared = target
		}
		return w.memory.Take(entryCost + len(id) + len(target))
	})
	if err != nil {
		return err
	}
	err = w.each(main, func(e *xmlReader) error {
		switch string(e.name) {
		case "workbookPr":
			on := e.attr("date1904")
			w.date1904 = on == "1" || on == "true"
		case "sheet":
			if part := targets[e.relation()]; part != "" && len(w.sheets) < 1000 {
				ref := sheetRef{e.attr("name"), part, e.attr("state") != "" && e.attr("state") != "visible"}
				w.sheets = append(w.sheets, ref)
				return w.memory.Take(entryCost + len(ref.name))
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return errors.Join(w.readStyles(styles), w.readStrings(shared))
}

// readStyles learns which cell styles show numbers as dates or times.
func (w *workbook) readStyles(part string) error {
	custom := map[int]numberFormat{}
	in := ""
	var fonts []bool // which are struck through
	return w.each(part, func(e *xmlReader) error {
		switch string(e.name) {
		case "numFmts", "fonts", "cellXfs", "cellStyleXfs", "dxfs", "cellStyles":
			in = string(e.name)
		case "font":
			if in == "fonts" && len(fonts) < 1<<16 {
				fonts = append(fonts, false)
			}
		case "strike":
			if in == "fonts" && len(fonts) > 0 {
				fonts[len(fonts)-1] = isOn(e.attr("val"))
			}
		case "numFmt":
			if id, err := strconv.Atoi(e.attr("numFmtId")); err == nil && in == "numFmts" {
				custom[id] = formatOfCode(e.attr("formatCode"))
				return w.memory.Take(entryCost)
			}
		case "xf":
			if in == "cellXfs" && len(w.formats) < 1<<16 {
				id, _ := strconv.Atoi(e.attr("numFmtId"))
				format, ok := custom[id]
				if !ok {
					format = formatOf(id)
				}
				font, err := strconv.Atoi(e.attr("fontId"))
				w.formats = append(w.formats, format)
				w.struck = append(w.struck, err == nil && font >= 0 && font < len(fonts) && fonts[font])
			}
		}
		return nil
	})
}

// readStrings reads the texts that cells refer to by number.
func (w *workbook) readStrings(part string) error {
	return w.each(part, func(x *xmlReader) error {
		if !x.is("si") {
			return nil
		}
		text, spoken, err := richText(x)
		if spoken != text {
			if w.spoken == nil {
				w.spoken = map[int]string{}
			}
			w.spoken[len(w.strings)] = spoken
		}
		w.strings = append(w.strings, text)
		return errors.Join(err, w.memory.Take(entryCost+2*len(text)))
	})
}

// isOn reports whether a property that is there at all is on.
func isOn(value string) bool { return value != "0" && value != "false" }

// richText reads the runs of text up to the end of the open element, without
// the readings that stand above Japanese ones: all of them, and those that are
// not struck through.
func richText(x *xmlReader) (all, spoken string, err error) {
	var runs, unstruck []byte
	outer, phonetic, inText, struck := len(x.depths), 0, false, false
	for {
		e, err := x.next()
		if err != nil {
			return "", "", err
		}
		switch {
		case e == elementStart && x.is("r"):
			struck = false
		case e == elementStart && x.is("strike"):
			struck = isOn(x.attr("val"))
		case e == elementStart && x.is("rPh"):
			phonetic = len(x.depths)
		case e == elementStart:
			inText = x.is("t")
		case e == text && inText && phonetic == 0:
			if runs = append(runs, x.chars...); len(runs) > maxText {
				return "", "", errText
			}
			if !struck {
				unstruck = append(unstruck, x.chars...)
			}
		case e == elementEnd:
			inText = false
			if len(x.depths) < phonetic {
				phonetic = 0
			}
			if len(x.depths) < outer {
				all = unescape(string(runs))
				if len(unstruck) == len(runs) {
					return all, all, nil
				}
				return all, unescape(string(unstruck)), nil
			}
		}
	}
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
