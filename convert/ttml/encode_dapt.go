package ttml

import (
	"fmt"
	"strings"

	"github.com/vsconvert/vsconvert/internal/vocab"
	"github.com/vsconvert/vsconvert/internal/xmltoken"
	"github.com/vsconvert/vsconvert/script"
)

// What the descType of a ttm:desc calls the fields DAPT has no name for. A
// note has none.
const (
	descStatus   = "x-status"
	descCue      = "x-delivery-cue"
	descExtended = "x-extended"
)

// event writes the segment at index i as a DAPT script event. Without text it
// is an opportunity to describe: a div that holds no p.
func (w *writer) event(i int, text string, found uint8, empty bool) {
	seg := &w.segments[i]
	w.put("    <div xml:id=\"")
	w.buf = w.ids.Append(w.buf)
	w.put(`"`)
	w.times(i)
	represents, _, _ := strings.Cut(w.Represents, " ")
	w.put(` daptm:represents="`, represents, `"`)
	w.agent(seg)
	w.put(">")
	w.desc(seg.ID, "", seg.Note)
	w.desc(seg.ID, descStatus, seg.Status)
	w.desc(seg.ID, descCue, seg.Cue)
	if seg.Extended {
		w.desc(seg.ID, descExtended, "true")
	}
	if empty {
		w.warn(seg.ID, fmt.Errorf("%w: written as an event without text", script.ErrNoText))
		w.put("</div>\n")
		return
	}
	w.put("\n      <p xml:lang=\"", w.languageOf(seg), `" daptm:langSrc="`, w.SourceLanguage, `"`)
	if w.laidOut {
		w.pStyle(i)
	}
	w.put(">")
	w.text(text, found, w.speech())
	w.put("</p>\n    </div>\n")
}

// speech returns the attributes of a text's span: its style, and those that
// ask for synthesised speech.
func (w *writer) speech() string {
	attributes := ""
	if w.laidOut {
		attributes = ` style="` + vocab.SpanID + `"`
	}
	if w.Speak == "" {
		return attributes
	}
	attributes += ` tta:speak="` + w.Speak + `"`
	if w.Pitch != "" {
		attributes += ` tta:pitch="` + w.Pitch + `"`
	}
	return attributes
}

func (w *writer) desc(id, descType, value string) {
	if value == "" {
		return
	}
	w.put("\n      <ttm:desc")
	if descType != "" {
		w.put(` daptm:descType="`, descType, `"`)
	}
	w.value(id, value)
	w.put("</ttm:desc>")
}

// value ends a start tag and writes value as the content of a metadata
// element.
func (w *writer) value(id, value string) {
	value = w.legalValue(id, value)
	if altered(value) {
		w.put(` xml:space="preserve"`)
	}
	w.put(">")
	w.buf = xmltoken.AppendValue(w.buf, value, false)
}

func (w *writer) legalValue(id, value string) string {
	text, _, change := xmltoken.Legal(value)
	if change != 0 {
		w.warn(id, fmt.Errorf("%w: %q: %s", script.ErrText, script.Shorten(value), change))
	}
	return text
}
