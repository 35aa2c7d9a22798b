package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/vsconvert/vsconvert/internal/charset"
	"github.com/vsconvert/vsconvert/internal/secret"
	"github.com/vsconvert/vsconvert/script"
)

const (
	excerptSource = 16 << 20 // how far into a file a line is looked for
	excerptWidth  = 80       // where nothing says how wide the terminal is
	excerptBefore = 3        // a third of the line at most stands before what is marked
)

// excerpt returns the line of a file that an error is about, with a mark below
// its place, for a terminal of that width; nothing where there is no such
// place, or the line cannot be had again or must not be shown.
func excerpt(file string, err error, width int) []string {
	file, pos := placeOf(file, err)
	if pos.Line == 0 || file == display(stdio) || !isRegular(file) {
		return nil
	}
	line, ok := sourceLine(file, pos.Line)
	if !ok || secret.Signs(line) {
		return nil
	}
	gutter := fmt.Sprintf("%5d | ", pos.Line)
	shown, mark := underline(line, pos.Column, width-len(gutter)-1)
	if mark == "" {
		return nil
	}
	return []string{gutter + shown, strings.Repeat(" ", len(gutter)-2) + "| " + mark}
}

// placeOf returns which file an error is about, and where it says so.
func placeOf(file string, err error) (string, script.Pos) {
	var other *fileError
	if errors.As(err, &other) {
		file, err = other.file, other.err
	}
	var parse *script.ParseError
	if errors.As(err, &parse) && fmt.Sprint(err) == parse.Error() {
		return file, parse.Pos
	}
	return file, script.Pos{}
}

// sourceLine returns a line of a file, as the readers of text count them.
func sourceLine(file string, number int) (string, bool) {
	r, closeFile, err := openInput(file, nil)
	if err != nil {
		return "", false
	}
	defer closeFile()
	data, err := io.ReadAll(io.LimitReader(r, excerptSource))
	if err != nil {
		return "", false
	}
	text, _, _ := charset.Decode(string(data))
	for ; number > 1; number-- {
		end := strings.IndexAny(text, "\r\n")
		if end < 0 {
			return "", false
		}
		text = strings.TrimPrefix(text[end:], "\r")
		text = strings.TrimPrefix(text, "\n")
	}
	if end := strings.IndexAny(text, "\r\n"); end >= 0 {
		text = text[:end]
	} else if len(data) == excerptSource {
		return "", false
	}
	return text, true
}

// cell is what a terminal shows of a character and those that join it.
type cell struct {
	text  string
	width int
	blank bool
}

// cells returns what a terminal shows of a line, with the marked character's
// cell: the last if column lies behind the line.
func cells(line string, column int) (all []cell, at int) {
	n := 0
	for i, r := range line {
		size := utf8.RuneLen(r)
		if r == utf8.RuneError {
			_, size = utf8.DecodeRuneInString(line[i:])
		}
		text := visible(line[i : i+size])
		w := displayWidth(text)
		if w == 0 && len(all) > 0 {
			all[len(all)-1].text += text
		} else {
			all = append(all, cell{text, w, unicode.IsSpace(r)})
		}
		if n++; n == column {
			at = len(all) - 1
		}
	}
	if column > n { // the end of the line is what is wrong
		all, at = append(all, cell{" ", 1, true}), len(all)
	}
	return all, at
}

// underline returns a line as it is shown within a width, cut where it is
// longer, and what stands below it: a caret under the column, and a tail under
// the rest of the word. Column 0 means all of the line.
func underline(line string, column, width int) (shown, mark string) {
	all, at := cells(line, column)
	end := wordEnd(all, at)
	if column == 0 {
		at, end = 0, len(all)
		for at < end && all[at].blank {
			at++
		}
	}
	if len(all) == 0 || at >= end || width < narrowest {
		return "", ""
	}
	from, to := window(all, at, width)
	end = min(end, to)
	before, below := "", ""
	if from > 0 {
		before, below = "…", " "
	}
	var text strings.Builder
	for i, c := range all[from:to] {
		text.WriteString(c.text)
		switch n := from + i; {
		case n < at:
			below += strings.Repeat(" ", c.width)
		case n == at:
			below += "^" + strings.Repeat("~", max(0, c.width-1))
		case n < end:
			below += strings.Repeat("~", c.width)
		}
	}
	shown = before + strings.TrimRight(text.String(), " ")
	if to < len(all) {
		shown += "…"
	}
	return shown, below
}

// wordEnd returns the end of the word, tag or quoted string that begins at a
// cell.
func wordEnd(all []cell, at int) int {
	if at >= len(all) || all[at].blank {
		return at + 1
	}
	closing := map[string]string{`"`: `"`, "'": "'", "<": ">"}[all[at].text]
	end := at + 1
	for ; end < len(all); end++ {
		c := all[end]
		switch {
		case closing != "" && c.text == closing:
			return end + 1
		case closing == "" && (c.blank || strings.Contains(`"<>{}[]`, c.text)):
			return end
		}
	}
	return end
}

// window returns the cells that fit a width, around the one at.
func window(all []cell, at, width int) (from, to int) {
	total := 0
	for _, c := range all {
		total += c.width
	}
	if total <= width {
		return 0, len(all)
	}
	width -= 2 // what says that it is cut
	from = at
	for before := 0; from > 0 && before+all[from-1].width <= width/excerptBefore; from-- {
		before += all[from-1].width
	}
	n := 0
	for to = from; to < len(all) && n+all[to].width <= width; to++ {
		n += all[to].width
	}
	for from > 0 && to == len(all) && n+all[from-1].width <= width { // room is left before it
		from--
		n += all[from].width
	}
	return from, max(to, at+1)
}

// fileError is what is wrong with another file than the first.
type fileError struct {
	file string
	err  error
}

func (e *fileError) Error() string { return describe(e.file, e.err) }
func (e *fileError) Unwrap() error { return e.err }
