package script

import "slices"

// Columns are columns of somebody's sheet that a [Segment] has no field for.
// Sheets that are written have them again; what else is written has no place
// for them. A table of columns is not changed once segments refer to it.
type Columns struct {
	Names []string   // their headers
	Rows  [][]string // cells in the order of Names; [Segment.Row] counts these from 1
}

// Of returns the cells of a segment, nil where it has none. A nil table has
// none at all.
func (c *Columns) Of(seg *Segment) []string {
	if c == nil || seg.Row == 0 || int64(seg.Row) > int64(len(c.Rows)) {
		return nil
	}
	return c.Rows[seg.Row-1]
}

// IsEmpty reports whether there is no cell with anything in it.
func (c *Columns) IsEmpty() bool {
	return c == nil || !slices.ContainsFunc(c.Rows, func(row []string) bool {
		return slices.ContainsFunc(row, func(cell string) bool { return cell != "" })
	})
}

// TakeColumns has segments, which refer to the table from, refer to that of s,
// which gets what it lacks of the other. Columns of one name become one.
func (s *Script) TakeColumns(segments []Segment, from *Columns) {
	if from == nil {
		for i := range segments {
			segments[i].Row = 0
		}
		return
	}
	own := &Columns{}
	if s.Columns != nil {
		own.Names, own.Rows = slices.Clone(s.Columns.Names), slices.Clone(s.Columns.Rows)
	}
	places := own.places(from.Names)
	for i := range segments {
		cells := from.Of(&segments[i])
		segments[i].Row = 0
		if cells == nil {
			continue
		}
		row := make([]string, len(own.Names))
		for n, cell := range cells[:min(len(cells), len(places))] {
			row[places[n]] = cell
		}
		own.Rows = append(own.Rows, row)
		segments[i].Row = uint32(len(own.Rows))
	}
	s.Columns = own
}

// places returns where columns of these names are, and adds those that are
// not. Of several of one name each has its own.
func (c *Columns) places(names []string) []int {
	places := make([]int, len(names))
	taken := map[int]bool{}
	for i, name := range names {
		at := -1
		for n, own := range c.Names {
			if own == name && !taken[n] {
				at = n
				break
			}
		}
		if at < 0 {
			at = len(c.Names)
			c.Names = append(c.Names, name)
		}
		places[i], taken[at] = at, true
	}
	return places
}
