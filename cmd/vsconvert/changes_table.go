package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/term"
	"golang.org/x/text/width"

	"github.com/vsconvert/vsconvert/merge"
)

// Widths of the table, in characters of a terminal.
const (
	widestID    = 20
	widestValue = 44 // where nothing says how wide the reader's screen is
	narrowest   = 20 // a value column below this helps nobody
	between     = "  "
)

// The columns of changeHeader that hold values.
const (
	columnBefore = 4
	columnAfter  = 5
	columnBy     = 6 // where anybody is known
)

// printChanges writes changes for reading, with nothing cut: as a table where
// w is wide enough for one.
func printChanges(w io.Writer, changes []merge.Change) error {
	return printChangesWithin(w, changes, screenWidth(w))
}

// screenWidth returns how many characters fit on a line of w, or 0 when it is
// no terminal.
func screenWidth(w io.Writer) int {
	f, ok := w.(interface{ Fd() uintptr })
	if !ok {
		return 0
	}
	columns, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return columns
}

func printChangesWithin(w io.Writer, changes []merge.Change, screen int) error {
	if len(changes) == 0 {
		_, err := fmt.Fprintln(w, "no changes")
		return err
	}
	all := rows(changes)
	for _, row := range all[1:] {
		row[columnBefore], row[columnAfter] = showBlanks(row[columnBefore], row[columnAfter])
	}
	var b strings.Builder
	if limit := valueWidth(all, screen); limit >= narrowest {
		printTable(&b, all, limit)
	} else {
		printList(&b, all[1:], screen)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// valueWidth returns how wide the two columns of values may be on a screen.
func valueWidth(all [][]string, screen int) int {
	if screen <= 0 {
		return widestValue
	}
	left := screen - (len(all[0])-1)*len(between)
	for i := range all[0] {
		if i == columnBefore || i == columnAfter {
			continue
		}
		widest := 0
		for _, row := range all {
			widest = max(widest, displayWidth(visible(row[i])))
		}
		if i == 0 || i == columnBy {
			widest = min(widest, widestID)
		}
		left -= widest
	}
	return left / 2
}

// printTable writes rows below each other, long cells wrapped.
func printTable(b *strings.Builder, all [][]string, limit int) {
	cells := make([][][]string, len(all)) // row, column, line
	widths := make([]int, len(all[0]))
	for n, row := range all {
		cells[n] = make([][]string, len(row))
		for i, value := range row {
			most := limit
			if i == 0 || i == columnBy {
				most = widestID
			}
			cells[n][i] = wrap(value, most)
			for _, line := range cells[n][i] {
				widths[i] = max(widths[i], displayWidth(line))
			}
		}
	}
	for _, row := range cells {
		printRow(b, row, widths)
	}
}

func printRow(b *strings.Builder, row [][]string, widths []int) {
	height := 0
	for _, lines := range row {
		height = max(height, len(lines))
	}
	for n := range height {
		var line strings.Builder
		for i, lines := range row {
			value := ""
			if n < len(lines) {
				value = lines[n]
			}
			line.WriteString(value + strings.Repeat(" ", widths[i]-displayWidth(value)) + between)
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
}

// printList writes each change with its values below it, for a narrow screen.
func printList(b *strings.Builder, all [][]string, screen int) {
	for _, row := range all {
		subject := strings.Join(slices.DeleteFunc(slices.Delete(slices.Clone(row), columnBefore, columnAfter+1), func(s string) bool { return s == "" }), between)
		for _, line := range wrap(subject, max(screen, narrowest)) {
			b.WriteString(line + "\n")
		}
		for i, mark := range [...]string{columnBefore: "  - ", columnAfter: "  + "} {
			if mark == "" || row[i] == "" {
				continue
			}
			for _, line := range wrap(row[i], max(screen, narrowest)-len(mark)) {
				b.WriteString(mark + line + "\n")
				mark = "    "
			}
		}
	}
}

// showBlanks makes blanks visible where they are all that differs.
func showBlanks(before, after string) (string, string) {
	if before == after || before == "" || after == "" || fold(before) != fold(after) {
		return before, after
	}
	return mapBlanks(before), mapBlanks(after)
}

// fold drops what cannot be seen.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s)
}

func mapBlanks(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == ' ':
			b.WriteString("·")
		case r == '\n':
			b.WriteString("⏎\n")
		case r == '\t':
			b.WriteString("→")
		case unicode.IsSpace(r), unicode.Is(unicode.Cf, r):
			fmt.Fprintf(&b, "<%U>", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// displayWidth counts the characters of a terminal's line that s takes.
func displayWidth(s string) int {
	n := 0
	for _, r := range s {
		n += runeWidth(r)
	}
	return n
}

func runeWidth(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// wrap breaks s into lines of at most limit characters, at blanks if it can.
func wrap(s string, limit int) []string {
	var all []string
	for line := range strings.SplitSeq(s, "\n") {
		line = visible(line)
		for cut := cutAt(line, limit); cut < len(line); cut = cutAt(line, limit) {
			all = append(all, strings.TrimRight(line[:cut], " "))
			line = strings.TrimLeft(line[cut:], " ")
		}
		all = append(all, line)
	}
	return all
}

// cutAt returns where to break a line: behind the last blank within limit
// characters, else behind that many; its length when it is no longer.
func cutAt(line string, limit int) int {
	n, blank := 0, 0
	for i, r := range line {
		if n += runeWidth(r); n > limit {
			switch {
			case r == ' ':
				return i
			case blank > 0:
				return blank
			}
			if i == 0 {
				i = utf8.RuneLen(r)
			}
			return i
		}
		if r == ' ' {
			blank = i
		}
	}
	return len(line)
}
