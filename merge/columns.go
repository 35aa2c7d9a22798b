package merge

import (
	"slices"
	"strconv"

	"github.com/vsconvert/vsconvert/script"
)

// cellAt names a cell of a column that no field of a segment is for: the place
// of the segment among those kept and added, and the key of the column.
type cellAt struct {
	place int
	key   string
}

// cell is what a copy made of it.
type cell struct{ value string }

// keys tell columns apart, also several of one name.
func keys(c *script.Columns) []string {
	if c == nil {
		return nil
	}
	seen := map[string]int{}
	all := make([]string, len(c.Names))
	for i, name := range c.Names {
		all[i] = name + "\x00" + strconv.Itoa(seen[name])
		seen[name]++
	}
	return all
}

func nameOf(key string) string { return key[:slices.Index([]byte(key), 0)] }

// valueOf returns a cell by the key of its column.
func valueOf(c *script.Columns, all []string, seg *script.Segment, key string) string {
	cells := c.Of(seg)
	if i := slices.Index(all, key); i >= 0 && i < len(cells) {
		return cells[i]
	}
	return ""
}

// others takes over the cells of other columns that a copy has, from the first
// new segment on. Cells of columns that the original has are changes; columns
// that it lacks are kept beside it.
func (m *merger) others(first int) {
	theirs := keys(m.edited.Columns)
	if len(theirs) == 0 || m.edited.Columns.IsEmpty() && m.original.Columns == nil {
		return
	}
	own := keys(m.original.Columns)
	for _, key := range theirs {
		if !slices.Contains(own, key) && !slices.Contains(m.names, key) {
			m.names = append(m.names, key)
		}
	}
	for e := range m.edited.Segments {
		if o, ok := m.pairs[e]; ok && !m.gone[o] && !m.written.isNew(e) {
			for _, key := range theirs {
				m.other(o, e, key, theirs, own)
			}
		}
	}
	for n, e := range m.addedFrom {
		for _, key := range theirs {
			m.setCell(len(m.kept)+first+n, key, valueOf(m.edited.Columns, theirs, &m.edited.Segments[e], key))
		}
	}
}

// other takes one cell of segment e of the copy for segment o.
func (m *merger) other(o, e int, key string, theirs, own []string) {
	seg := &m.original.Segments[o]
	is, was := valueOf(m.edited.Columns, theirs, &m.edited.Segments[e], key), valueOf(m.original.Columns, own, seg, key)
	now, changed := m.cells[cellAt{o, key}]
	switch {
	case is == was, changed && now.value == is:
	case m.Spreadsheet && (isGuarded(was, is) || isQuestioned(was, is) || isRetyped(was, is)):
	case changed && now.value != was:
		m.add(Conflict, Change{ID: seg.ID, Start: seg.Start, End: seg.End, Text: seg.Text, Field: script.Field(nameOf(key)), Before: now.value, After: is})
	default:
		m.setCell(o, key, is)
		if slices.Contains(own, key) {
			m.add(Changed, Change{ID: seg.ID, Start: seg.Start, End: seg.End, Text: seg.Text, Field: script.Field(nameOf(key)), Before: was, After: is})
		}
	}
}

func (m *merger) setCell(place int, key, value string) {
	if m.cells == nil {
		m.cells = map[cellAt]cell{}
	}
	m.cells[cellAt{place, key}] = cell{value}
}

// putCells gives the segments of a result, which stand in the order of their
// places, the cells that copies have.
func (r *Result) putCells(s *script.Script, places []int) {
	own := keys(r.original.Columns)
	table := &script.Columns{}
	if r.original.Columns != nil {
		table.Names = slices.Clone(r.original.Columns.Names)
	}
	for _, key := range r.names {
		table.Names = append(table.Names, nameOf(key))
	}
	all := append(own, r.names...)
	for i, p := range places {
		row := make([]string, len(all))
		copy(row, r.original.Columns.Of(&s.Segments[i]))
		filled := false
		for n, key := range all {
			if c, ok := r.cells[cellAt{p, key}]; ok {
				row[n] = c.value
			}
			filled = filled || row[n] != ""
		}
		if s.Segments[i].Row = 0; filled {
			table.Rows = append(table.Rows, row)
			s.Segments[i].Row = uint32(len(table.Rows))
		}
	}
	s.Columns = table
}
