package html

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html"
	"io/fs"
	"strings"
	"sync"
)

//go:embed page
var files embed.FS

// parts are what every page has in common.
type parts struct {
	before, title, data, after string // around the title, twice, and the data
}

// assemble puts the page's files together: the style and all scripts, in the
// order of their names, go into the page, whose policy names their hashes.
var assemble = sync.OnceValue(func() parts {
	page, style := read("page.html"), read("page.css")
	var all strings.Builder
	names, err := fs.Glob(files, "page/*.js")
	if err != nil {
		panic(err) // the pattern is ours
	}
	for _, name := range names {
		all.WriteString(read(strings.TrimPrefix(name, "page/")))
	}
	policy := "default-src 'none'; script-src " + hash(all.String()) + "; style-src " + hash(style) +
		"; media-src 'self' blob: file:; base-uri 'none'; form-action 'none'"
	page = strings.NewReplacer("{{.Policy}}", policy, "{{.Style}}", style, "{{.Script}}", all.String()).Replace(page)
	cut := strings.SplitN(page, "{{.Title}}", 3)
	middle, after, _ := strings.Cut(cut[2], "{{.Data}}")
	return parts{before: cut[0], title: cut[1], data: middle, after: after}
})

func read(name string) string {
	data, err := files.ReadFile("page/" + name)
	if err != nil {
		panic(err) // it is embedded
	}
	return string(data)
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// page returns the page with a title and JSON that cannot end its element.
func page(title, data string) []string {
	p := assemble()
	title = html.EscapeString(strings.ToValidUTF8(title, "\uFFFD"))
	return []string{p.before, title, p.title, title, p.data, data, p.after}
}
