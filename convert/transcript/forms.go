package transcript

import (
	"fmt"
	"html"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/script"
)

// text is the transcript as plain text: a paragraph for each passage, its
// further lines indented.
func (d *document) text() string {
	var b strings.Builder
	b.WriteString(d.heading() + "\n\n" + d.about() + "\n")
	for _, p := range d.passages {
		fmt.Fprintf(&b, "\n[%s] %s: %s\n", clockOf(p.at), p.who, strings.Join(p.lines, "\n    "))
	}
	return b.String()
}

// markdown is the transcript in CommonMark: a paragraph for each passage.
func (d *document) markdown() string {
	var b strings.Builder
	b.WriteString("# " + escapeMarkdown(d.heading()) + "\n\n" + d.about() + "\n")
	for _, p := range d.passages {
		lines := make([]string, len(p.lines))
		for i, line := range p.lines {
			lines[i] = escapeMarkdown(line)
		}
		fmt.Fprintf(&b, "\n%s **%s:** %s\n", clockOf(p.at), escapeMarkdown(p.who), strings.Join(lines, "\\\n"))
	}
	return b.String()
}

// escapeMarkdown puts a backslash before all that may be more than itself.
func escapeMarkdown(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case strings.ContainsRune("\\`*_{}[]<>#+-=!|~&", r):
			b.WriteByte('\\')
		case (r == '.' || r == ')') && i > 0 && strings.Trim(s[:i], "0123456789") == "":
			b.WriteByte('\\') // the number of a list
		}
		b.WriteRune(r)
	}
	return b.String()
}

const style = `:root{color-scheme:light dark}
body{font:1.125rem/1.6 system-ui,sans-serif;max-width:42rem;margin:0 auto;padding:1rem}
ol{list-style:none;padding:0}
li{margin:0 0 1rem;break-inside:avoid}
time{display:block;font-variant-numeric:tabular-nums}`

// html is the transcript as a page. The list is one for who hears the page:
// how many passages there are, and which one is read.
func (d *document) html() string {
	var b strings.Builder
	own := d.language
	if !script.IsLanguage(own) {
		own = "en"
	}
	english := ""
	if own != "en" && !strings.HasPrefix(own, "en-") {
		english = ` lang="en" dir="ltr"`
	}
	heading := "Descriptive transcript"
	if d.title != "" {
		heading = fmt.Sprintf(`<span%s>Descriptive transcript:</span> <bdi>%s</bdi>`, english, html.EscapeString(d.title))
	} else if english != "" {
		heading = fmt.Sprintf(`<span%s>Descriptive transcript</span>`, english)
	}
	fmt.Fprintf(&b, "<!DOCTYPE html>\n<html lang=\"%s\" dir=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"+
		"<meta name=\"generator\" content=\"vsconvert transcript\">\n<title>%s</title>\n<style>\n%s\n</style>\n</head>\n<body>\n<main>\n<h1>%s</h1>\n<p%s>%s</p>\n<ol role=\"list\">\n",
		own, direction(own), html.EscapeString(d.heading()), style, heading, english, d.about())
	for i := range d.passages {
		d.passages[i].html(&b, english)
	}
	b.WriteString("</ol>\n</main>\n</body>\n</html>\n")
	return b.String()
}

func (p *passage) html(b *strings.Builder, english string) {
	lines := make([]string, len(p.lines))
	for i, line := range p.lines {
		lines[i] = html.EscapeString(line)
	}
	language := ""
	if script.IsLanguage(p.language) {
		language = fmt.Sprintf(` lang="%s"`, p.language)
	}
	fmt.Fprintf(b, "<li>\n<time datetime=\"PT%dS\">%s</time>\n<strong><bdi%s>%s</bdi>:</strong>\n<span%s dir=\"auto\">%s</span>\n</li>\n",
		int64(p.at/time.Second), clockOf(p.at), p.english(english), html.EscapeString(p.who), language, strings.Join(lines, "<br>\n"))
}

// english marks what a passage begins with as English, unless it is a name.
func (p *passage) english(mark string) string {
	if p.spoken && p.who != "Dialogue" {
		return ""
	}
	return strings.TrimSuffix(mark, ` dir="ltr"`)
}

// direction returns how a page in a language is laid out.
func direction(tag string) string {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	switch base {
	case "ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "ug", "ur", "yi":
		return "rtl"
	}
	return "ltr"
}
