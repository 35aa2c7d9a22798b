package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/qc"
)

// printReports writes the table: for each file what was found, by severity,
// and a total when there are several.
func printReports(w io.Writer, c *inspection) error {
	var b strings.Builder
	screen := screenWidth(c.streams.out)
	var total qc.Counts
	for i := range c.reports {
		r := &c.reports[i]
		total = total.Add(r.counts)
		if len(r.findings) == 0 {
			fmt.Fprintf(&b, "%s: clean (%s)\n", visible(r.input), headOf(r))
			continue
		}
		printReport(&b, r, screen, c.painter)
	}
	if len(c.reports) > 1 {
		fmt.Fprintf(&b, "%d files: %s\n", len(c.reports), countsText(total))
	}
	for _, line := range limitLines(c.reports, screen) {
		b.WriteString(line + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func headOf(r *report) string {
	return fmt.Sprintf("%s, profile %s", plural(len(r.script.Segments), "segment"), r.profile.Name)
}

func countsText(n qc.Counts) string {
	return fmt.Sprintf("%s, %s, %d info", plural(n.Error, "error"), plural(n.Warning, "warning"), n.Info)
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}

func printReport(b *strings.Builder, r *report, screen int, p painter) {
	fmt.Fprintf(b, "%s: %s (%s)\n\n", visible(r.input), countsText(r.counts), headOf(r))
	rows := [][]string{}
	var widths [3]int
	for i := range r.findings {
		f := &r.findings[i]
		row := []string{nameCell(f), clock.Moment(f.Start), f.Code.String(), f.Message}
		for n := range widths {
			widths[n] = max(widths[n], displayWidth(row[n]))
		}
		rows = append(rows, row)
	}
	for severity := qc.Error; severity > qc.None; severity-- {
		heading := strings.ToUpper(severity.String())
		for i := range r.findings {
			if r.findings[i].Severity != severity {
				continue
			}
			if heading != "" {
				b.WriteString(p.paint(inkOf[severity], heading) + "\n")
				heading = ""
			}
			printFinding(b, rows[i], widths, screen)
		}
		if heading == "" {
			b.WriteString("\n")
		}
	}
}

// inkOf are the colours of headings.
var inkOf = map[qc.Severity]ink{qc.Error: inkError, qc.Warning: inkWarning, qc.Info: inkInfo}

// nameCell is the segment's id, or its place in the file.
func nameCell(f *qc.Finding) string {
	if f.ID == "" {
		return "#" + strconv.Itoa(f.Index+1)
	}
	return wrap(f.ID, widestID)[0]
}

// printFinding writes a row, its message wrapped where the screen ends.
func printFinding(b *strings.Builder, row []string, widths [3]int, screen int) {
	var line strings.Builder
	line.WriteString(between)
	for n, width := range widths {
		line.WriteString(row[n] + strings.Repeat(" ", width-displayWidth(row[n])) + between)
	}
	indent := strings.Repeat(" ", displayWidth(line.String()))
	limit := screen - len(indent)
	if screen <= 0 || limit < narrowest {
		limit = 1 << 20
	}
	for _, part := range wrap(row[3], limit) {
		b.WriteString(strings.TrimRight(line.String()+part, " ") + "\n")
		line.Reset()
		line.WriteString(indent)
	}
}

// limitLines say what the findings were held against, once for all files of
// the same profile.
func limitLines(reports []report, screen int) (lines []string) {
	if screen <= 0 {
		screen = 100
	}
	said := map[string]bool{}
	for i := range reports {
		p := &reports[i].profile
		l := p.Limits.WithDefaults()
		var parts []string
		for _, limit := range qc.AllLimits() {
			parts = append(parts, fmt.Sprintf("%s %s", limit.Name, strconv.FormatFloat(limit.Of(&l), 'f', -1, 64)))
		}
		text := fmt.Sprintf("%s limits: %s", p.Name, strings.Join(parts, ", "))
		if p.Skip != 0 {
			var names []string
			for code := range p.Skip.All() {
				names = append(names, code.String())
			}
			text += "\nnot judged: " + strings.Join(names, ", ")
		}
		if !said[text] {
			said[text] = true
			lines = append(lines, wrap(text, max(screen, narrowest))...)
		}
	}
	return lines
}
