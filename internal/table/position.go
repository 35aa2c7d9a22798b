package table

// Positions returns the layout of a table without a header whose columns are
// known by their places, from 0. names are what the columns are called, for
// messages; those that no field is in are told as dropped.
func Positions(names []string, columns map[Field]int) *Layout {
	l := &Layout{Header: -1, Names: names, placed: true}
	taken := make([]bool, len(names))
	for f, i := range columns {
		l.column[f], taken[i] = i+1, true
	}
	for i := range names {
		if !taken[i] {
			l.other = append(l.other, i)
		}
	}
	return l
}
