package xlsx

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/vsconvert/vsconvert/internal/fingerprint"
	"github.com/vsconvert/vsconvert/internal/source"
	"github.com/vsconvert/vsconvert/internal/table"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// The hidden sheet has names in column A and their values in B; the statuses
// stand in column D. Fingerprints of the rows as they were written, some fifty
// characters each, are in cells named "rows", for package merge. Exact times are in cells named "times": lines of start
// and end in nanoseconds and the id, escaped as in a URL, of each segment
// whose cells say less than that.
const (
	statusColumn = "D"
	metaVersion  = "1"

	keyVersion = "vsconvert"
	keyTitle   = "title"
	keyLang    = "language"
	keyType    = "ad_type"
	keyJob     = "job_id"
	keyMedia   = "media_id"
	keyRate    = "rate"
	keyStart   = "start"
	keyTimes   = "times"
	keyRows    = "rows" // fingerprints, a line each
)

// propertyPrefix begins the names of the document's properties.
const propertyPrefix = "vsconvert."

const (
	timesChunk = 20000 // characters after which another cell begins
	longID     = 10000 // characters beyond which an id is not worth the space
)

func (b *book) writeMeta(f *excelize.File) error {
	if _, err := f.NewSheet(metaSheet); err != nil {
		return err
	}
	var s steps
	row := 0
	put := func(name, value string) {
		row++
		s.do(func() error {
			return errors.Join(f.SetCellStr(metaSheet, fmt.Sprintf("A%d", row), name), f.SetCellStr(metaSheet, fmt.Sprintf("B%d", row), value))
		})
	}
	put(keyVersion, metaVersion)
	for _, p := range b.properties() {
		text, _ := table.Cell(p[1])
		put(p[0], text)
		s.do(func() error {
			return f.SetCustomProps(excelize.CustomProperty{Name: propertyPrefix + p[0], Value: text})
		})
	}
	for _, chunk := range b.exactTimes() {
		put(keyTimes, chunk)
	}
	for _, chunk := range b.fingerprints() {
		put(keyRows, chunk)
	}
	for i, status := range b.Statuses {
		s.do(func() error { return f.SetCellStr(metaSheet, fmt.Sprintf("%s%d", statusColumn, i+1), status) })
	}
	s.do(func() error { return f.SetSheetVisible(metaSheet, false, true) })
	s.do(func() error {
		title, _ := table.Cell(b.script.Title)
		return f.SetDocProps(&excelize.DocProperties{Creator: "vsconvert", Title: title, Language: b.script.Language, Created: epoch, Modified: epoch})
	})
	return s.err
}

// epoch is the date in the document's properties: the same script makes the
// same file.
const epoch = "2000-01-01T00:00:00Z"

// properties are the names and values worth keeping that are not "".
func (b *book) properties() [][2]string {
	s := b.script
	all := [...][2]string{
		{keyTitle, s.Title}, {keyLang, s.Language}, {keyType, s.Type.String()}, {keyJob, s.Source.JobID}, {keyMedia, s.Source.MediaID},
		{keyRate, b.clock.Rate.String()}, {keyStart, b.clock.Start.String()},
	}
	var set [][2]string
	for _, p := range all {
		if p[1] != "" {
			set = append(set, p)
		}
	}
	return set
}

// exactTimes lists the times that cells round.
func (b *book) exactTimes() []string {
	var chunks []string
	var cell []byte
	for i := range b.segments {
		seg := &b.segments[i]
		id := url.QueryEscape(seg.ID)
		if b.clock.Keeps(seg.Start) && b.clock.Keeps(seg.End) || len(id) > longID {
			continue
		}
		cell = strconv.AppendInt(cell, int64(seg.Start), 10)
		cell = strconv.AppendInt(append(cell, ' '), int64(seg.End), 10)
		cell = append(append(cell, ' '), id...)
		cell = append(cell, '\n')
		if len(cell) > timesChunk {
			chunks = append(chunks, string(cell))
			cell = cell[:0]
		}
	}
	if len(cell) > 0 {
		chunks = append(chunks, string(cell))
	}
	return chunks
}

// fingerprints sums up the rows as they are written.
func (b *book) fingerprints() []string {
	var chunks []string
	var cell []byte
	for i := range b.segments {
		if len(b.segments[i].ID) > longID {
			continue
		}
		cell = append(fingerprint.Append(cell, &b.segments[i], b.script.Language), '\n')
		if len(cell) > timesChunk {
			chunks = append(chunks, string(cell))
			cell = cell[:0]
		}
	}
	if len(cell) > 0 {
		chunks = append(chunks, string(cell))
	}
	return chunks
}

// meta is what a workbook remembers of its script beside the rows.
type meta struct {
	title, language, adType, job, media, rate, start string
	exact                                            []span // in the order of the rows
	memory                                           *source.Budget
	rows                                             []string
	known                                            bool           // the workbook is one of ours
	written                                          script.Written // title and language, before people edited them
}

// span is the exact time of a segment.
type span struct {
	id         string
	start, end time.Duration
}

// set keeps the first value a name is given.
func (m *meta) set(name, value string) error {
	field := map[string]*string{
		keyTitle: &m.title, keyLang: &m.language, keyType: &m.adType, keyJob: &m.job, keyMedia: &m.media, keyRate: &m.rate, keyStart: &m.start,
	}[name]
	switch {
	case name == keyTimes:
		return m.addTimes(value)
	case name == keyRows:
		for row := range strings.FieldsSeq(value) {
			if err := m.memory.Take(rowCost + 2*len(row)); err != nil {
				return err
			}
			m.rows = append(m.rows, row)
		}
	case field != nil && *field == "":
		*field = value
	}
	return nil
}

// rowCost is the memory that a fingerprint takes beside its characters.
const rowCost = 64

// spanCost is the memory that an exact time takes beside its id, as a span and
// in the index of them.
const spanCost = 400

// addTimes reads lines of exact times; others are passed over.
func (m *meta) addTimes(lines string) error {
	for line := range strings.SplitSeq(lines, "\n") {
		start, rest, _ := strings.Cut(line, " ")
		end, escaped, ok := strings.Cut(rest, " ")
		if !ok {
			continue
		}
		if err := m.memory.Take(spanCost + 3*len(escaped)); err != nil {
			return err
		}
		from, err1 := strconv.ParseInt(start, 10, 64)
		to, err2 := strconv.ParseInt(end, 10, 64)
		id, err3 := url.QueryUnescape(escaped)
		if errors.Join(err1, err2, err3) == nil {
			m.exact = append(m.exact, span{id, time.Duration(from), time.Duration(to)})
		}
	}
	return nil
}

// labels are how the title block calls what m holds.
var labels = map[string]string{
	labelTitle: keyTitle, labelJob: keyJob, labelMedia: keyMedia, labelLanguage: keyLang, labelType: keyType, labelRate: keyRate, labelStart: keyStart,
}

// readTitleBlock takes the values beside the labels above the header, when
// it is a title block of ours.
func (m *meta) readTitleBlock(rows [][]string) {
	if len(rows) != headerRow-1 || !slices.ContainsFunc(rows, func(row []string) bool { return len(row) > 0 && row[0] == labelTotals }) {
		return
	}
	m.known = true
	for _, row := range rows {
		m.readTitleRow(row)
	}
}

// readTitleRow takes the value two cells right of the label in the first one,
// and that of the label further right, whose place goes by the columns below.
func (m *meta) readTitleRow(row []string) {
	if len(row) > colEnd {
		m.see(labels[row[colID]], row[colEnd])
	}
	for i := colText; i < len(row); i++ {
		if name := labels[row[i]]; name != "" {
			for _, value := range row[i+1:] {
				if value != "" {
					m.see(name, value)
					return
				}
			}
		}
	}
}

// see takes a value that people see, and edit: title and language go before
// what the hidden sheet says.
func (m *meta) see(name, value string) {
	switch {
	case strings.TrimSpace(value) == "":
	case name == keyTitle:
		m.title = value
	case name == keyLang:
		m.language = strings.TrimSpace(value)
	case name != keyTimes:
		_ = m.set(name, value) // which fails for times alone
	}
}

// clock returns the rate and start the workbook was written with.
func (m *meta) clock() (timecode.Rate, timecode.Timecode) {
	rate, err := timecode.ParseRate(m.rate)
	if err != nil {
		return timecode.Rate{}, timecode.Timecode{}
	}
	start, err := timecode.Parse(m.start, rate)
	if err != nil {
		return rate, timecode.Timecode{}
	}
	return rate, start
}

// remember notes title and language as they were written.
func (m *meta) remember() {
	m.written = script.Written{Head: len(m.rows) > 0, Title: m.title, Language: m.language}
}

// origin is what the workbook was written from.
func (m *meta) origin() script.Written {
	w := m.written
	w.Rows = m.rows
	ids := make([]string, 0, len(m.rows))
	for _, s := range m.rows {
		if row, ok := fingerprint.Parse(s); ok {
			ids = append(ids, row.ID)
		}
	}
	w.IDs = fingerprint.IDs(ids)
	return w
}

// fill gives s what m holds of it.
func (m *meta) fill(s *script.Script) error {
	adType, err := script.ParseType(m.adType)
	s.Title, s.Type, s.Source = m.title, adType, script.Source{JobID: m.job, MediaID: m.media}
	if m.known {
		s.Language = m.language
	}
	return err
}

// readMeta reads the hidden sheet and the document's properties; a workbook
// may have lost either.
func (w *workbook) readMeta(m *meta) error {
	m.memory = w.memory
	for _, ref := range w.sheets {
		if ref.name != metaSheet {
			continue
		}
		if err := w.readMetaSheet(ref.part, m); err != nil {
			return err
		}
	}
	return w.readProperties(m)
}

func (w *workbook) readMetaSheet(part string, m *meta) error {
	rows, err := w.openRows(part)
	if err != nil {
		return err
	}
	defer rows.close()
	for {
		ok, err := rows.next()
		if err != nil || !ok {
			return err
		}
		if len(rows.cells) < 2 {
			continue
		}
		if rows.cells[0] == keyVersion {
			m.known = true
		}
		if err := m.set(rows.cells[0], rows.cells[1]); err != nil {
			return err
		}
	}
}

func (w *workbook) readProperties(m *meta) error {
	const part = "docProps/custom.xml"
	r, err := w.open(part)
	if r == nil {
		return err
	}
	defer r.Close()
	x := newXMLReader(r)
	name := ""
	for {
		e, err := x.next()
		switch {
		case err != nil:
			return broken(part, err)
		case e == eof:
			return nil
		case e == elementStart && x.is("property"):
			name = x.attr("name")
		case e == elementEnd && x.is("property"):
			name = ""
		case e == text:
			if key, ok := strings.CutPrefix(name, propertyPrefix); ok && key != keyTimes {
				m.known = true
				_ = m.set(key, string(x.chars)) // which fails for times alone
			}
		}
	}
}
