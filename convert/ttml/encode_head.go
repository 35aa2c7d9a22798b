package ttml

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/vsconvert/vsconvert/internal/vocab"
	"github.com/vsconvert/vsconvert/internal/xmltoken"
	"github.com/vsconvert/vsconvert/script"
)

// head writes everything before the body.
func (w *writer) head() {
	w.language = w.documentLanguage()
	w.put(`<?xml version="1.0" encoding="UTF-8"?>`, "\n<tt")
	w.namespaces()
	w.buf = xmltoken.AppendAttr(w.buf, "xml:lang", w.language)
	if w.Profile == DAPT {
		w.put("\n    daptm:langSrc=\"", w.SourceLanguage, `" daptm:scriptRepresents="`, w.Represents, `" daptm:scriptType="`, string(w.ScriptType), `"`)
	}
	w.put(">\n")
	at := len(w.buf)
	w.put("  <head>\n")
	empty := len(w.buf)
	w.metadata()
	if w.laidOut {
		w.layout()
	}
	if len(w.buf) == empty {
		w.buf = w.buf[:at]
		return
	}
	w.put("  </head>\n")
}

func (w *writer) namespaces() {
	w.xmlns("", xmltoken.NSTT)
	w.xmlns(":ttp", xmltoken.NSTTP)
	if w.laidOut {
		w.xmlns(":tts", xmltoken.NSTTS)
	}
	w.xmlns(":ttm", xmltoken.NSTTM)
	if w.Profile == DAPT {
		w.xmlns(":daptm", xmltoken.NSDAPTM)
	}
	if w.Profile == DAPT && w.Speak != "" {
		w.xmlns(":tta", xmltoken.NSTTA)
	}
	if w.Profile == EBUTTD || w.Profile == DAPT && w.mediaID != "" {
		w.xmlns(":ebuttm", xmltoken.NSEBUTTM)
	}
	if w.hasPrivate() {
		w.xmlns(":vs", xmltoken.NSVS)
	}
	switch w.Profile {
	case IMSC11:
		w.put("\n    ttp:contentProfiles=\"", vocab.DesignIMSC11, `"`)
		w.frameRate()
	case IMSC1:
		w.put("\n    ttp:profile=\"", vocab.DesignIMSC1, `"`)
		w.frameRate()
	case DAPT:
		w.put("\n    ttp:contentProfiles=\"", vocab.DesignDAPT)
		if w.laidOut {
			w.put(" ", vocab.DesignIMSC11)
		}
		w.put(`"`)
		w.frameRate()
	case EBUTTD:
		w.put("\n    ttp:timeBase=\"media\" ttp:cellResolution=\"32 15\"")
	}
}

func (w *writer) xmlns(prefix, uri string) {
	if prefix != "" {
		w.put("\n   ")
	}
	w.put(" xmlns", prefix, `="`, uri, `"`)
}

// hasOrigin reports whether the document can say what timecode it starts at:
// the syntax has two digits for the frame.
func (w *writer) hasOrigin() bool {
	return w.Profile == DAPT && !w.Start.IsZero() && w.Start.Label().Frame < 100
}

func (w *writer) metadata() {
	at := len(w.buf)
	w.put("    <metadata>\n")
	empty := len(w.buf)
	if !xmltoken.IsInvisible(w.title) {
		w.element("ttm:title", w.title)
	}
	if w.Profile == EBUTTD {
		w.put("      <ebuttm:documentMetadata><ebuttm:conformsToStandard>", vocab.DesignEBUTTD,
			"</ebuttm:conformsToStandard><ebuttm:conformsToStandard>", vocab.DesignIMSC1,
			"</ebuttm:conformsToStandard></ebuttm:documentMetadata>\n")
	}
	w.agents()
	w.origin()
	if w.Profile == DAPT && !xmltoken.IsInvisible(w.mediaID) {
		w.element("ebuttm:sourceMediaIdentifier", w.mediaID)
	}
	w.private()
	if len(w.buf) == empty {
		w.buf = w.buf[:at]
		return
	}
	w.put("    </metadata>\n")
}

// agents writes who speaks, as characters of the script, each once.
func (w *writer) agents() {
	for i := range w.segments {
		seg := &w.segments[i]
		if seg.Speaker == "" || w.speakers[seg.Speaker] != 0 || w.Profile != DAPT && xmltoken.IsInvisible(seg.Text) {
			continue
		}
		if w.speakers == nil {
			w.speakers = make(map[string]int)
		}
		w.speakers[seg.Speaker] = len(w.speakers) + 1
		w.put("      <ttm:agent xml:id=\"", vocab.AgentPrefix, strconv.Itoa(len(w.speakers)), `" type="character"><ttm:name type="alias"`)
		w.value(seg.ID, seg.Speaker)
		w.put("</ttm:name></ttm:agent>\n")
	}
}

// agent says who speaks a segment.
func (w *writer) agent(seg *script.Segment) {
	if n := w.speakers[seg.Speaker]; n > 0 {
		w.put(` ttm:agent="`, vocab.AgentPrefix, strconv.Itoa(n), `"`)
	}
}

// element writes a metadata element. Its white space may collapse on reading.
func (w *writer) element(name, value string) {
	w.put("      <", name, ">")
	w.buf = xmltoken.AppendValue(w.buf, value, false)
	w.put("</", name, ">\n")
}

func (w *writer) origin() {
	if w.Start.IsZero() || w.Profile != DAPT {
		return
	}
	if !w.hasOrigin() {
		w.warn("", fmt.Errorf("%w: start timecode %s: daptOriginTimecode has two digits for the frame", script.ErrDropped, w.Start))
		return
	}
	l := w.Start.Label()
	w.put(fmt.Sprintf("      <daptm:daptOriginTimecode>%02d:%02d:%02d:%02d</daptm:daptOriginTimecode>\n", l.Hour, l.Minute, l.Second, l.Frame))
	if w.Start.Rate().DropFrame() {
		w.warn("", fmt.Errorf("%w: start timecode %s: written without drop-frame counting, which DAPT cannot say", script.ErrDropped, w.Start))
	}
}

// hasPrivate reports whether the script holds what the profile has no place
// for.
func (w *writer) hasPrivate() bool {
	if w.jobID != "" || w.script.Type != script.Unspecified || w.needsMediaID() || altered(w.title) {
		return true
	}
	if w.Profile == DAPT {
		return false
	}
	for i := range w.segments {
		if hasExtras(&w.segments[i]) {
			return true
		}
	}
	return false
}

// needsMediaID reports whether the media id has no other place.
func (w *writer) needsMediaID() bool {
	return w.mediaID != "" && (w.Profile != DAPT || altered(w.mediaID))
}

// altered reports whether a metadata element does not hold value as it is:
// white space would collapse, and an element of nothing else is not written.
func altered(value string) bool {
	return xmltoken.Collapses(value) || strings.Contains(value, "\n") || value != "" && xmltoken.IsInvisible(value)
}

func hasExtras(seg *script.Segment) bool {
	return seg.Note != "" || seg.Status != "" || seg.Cue != "" || seg.Extended
}

// private writes elements of our own namespace, all in attributes and all in
// the head: readers that take no notice of namespaces would show text that
// stands near the descriptions.
func (w *writer) private() {
	if !w.hasPrivate() {
		return
	}
	w.put("      <vs:script")
	if altered(w.title) {
		w.attr("", "title", w.title)
	}
	w.attr("", "jobId", w.jobID)
	if w.needsMediaID() {
		w.attr("", "mediaId", w.mediaID)
	}
	if w.script.Type != script.Unspecified {
		w.attr("", "type", w.script.Type.String())
	}
	w.put("/>\n")
	if w.Profile == DAPT {
		return
	}
	ids := vocab.IDWriter{Segments: w.segments}
	for i := range w.segments {
		seg := &w.segments[i]
		if !hasExtras(seg) || xmltoken.IsInvisible(seg.Text) { // without text it is not written
			ids.Skip()
			continue
		}
		w.put("      <vs:segment ref=\"")
		w.buf = ids.Append(w.buf)
		w.put(`"`)
		w.attr(seg.ID, "note", seg.Note)
		w.attr(seg.ID, "status", seg.Status)
		w.attr(seg.ID, "cue", seg.Cue)
		if seg.Extended {
			w.attr(seg.ID, "extended", "true")
		}
		w.put("/>\n")
	}
}

func (w *writer) attr(id, name, value string) {
	if value != "" {
		w.buf = xmltoken.AppendAttr(w.buf, name, w.legalValue(id, value))
	}
}

// layout writes one region that every p is in, and the styles.
func (w *writer) layout() {
	w.screen = survey(w.segments, w.isRightToLeft)
	for _, i := range w.screen.over {
		w.warn(w.segments[i].ID, fmt.Errorf("text that does not fit in the picture is %w by players", script.ErrDropped))
	}
	top, align := 100-margin-w.screen.height, "after"
	if w.Top {
		top, align = margin, "before"
	}
	w.put("    <styling>\n")
	w.style(vocab.ParagraphID, `tts:fontFamily="proportionalSansSerif" tts:fontSize="100%" tts:lineHeight="135%" tts:textAlign="center"`)
	w.style(vocab.SpanID, `tts:color="`+w.Color+`" tts:backgroundColor="`+w.Background+`"`)
	if w.screen.rtl {
		w.style(vocab.RTLID, `tts:direction="rtl" tts:unicodeBidi="embed"`)
	}
	if len(w.screen.small) > 0 {
		w.style(vocab.SmallID, fmt.Sprintf(`tts:fontSize="%.0f%%" tts:lineHeight="135%%"`, smallScale*100))
	}
	w.put("    </styling>\n    <layout>\n",
		fmt.Sprintf(`      <region xml:id="%s" tts:origin="%d%% %d%%" tts:extent="%d%% %d%%" tts:displayAlign="%s" tts:overflow="visible" tts:showBackground="whenActive"/>`,
			vocab.RegionID, (100-w.screen.width)/2, top, w.screen.width, w.screen.height, align),
		"\n    </layout>\n")
}

func (w *writer) style(id, attributes string) {
	w.put(`      <style xml:id="`, id, `" `, attributes, "/>\n")
}

// open starts the body.
func (w *writer) open() {
	w.opened = true
	switch {
	case w.Profile == DAPT && w.laidOut:
		w.put("  <body region=\"", vocab.RegionID, `" style="`, vocab.ParagraphID, "\">\n")
	case w.Profile == DAPT:
		w.put("  <body>\n")
	case w.Profile == EBUTTD: // body has no region there
		w.put("  <body>\n    <div region=\"", vocab.RegionID, `" style="`, vocab.ParagraphID, "\">\n")
	default:
		w.put("  <body region=\"", vocab.RegionID, `" style="`, vocab.ParagraphID, "\">\n    <div>\n")
	}
}

// tail ends the document. EBU-TT-D wants a body with descriptions or none.
func (w *writer) tail() {
	if !w.opened && w.Profile != EBUTTD {
		w.open()
	}
	if w.opened && w.Profile != DAPT {
		w.put("    </div>\n")
	}
	if w.opened {
		w.put("  </body>\n")
	}
	w.put("</tt>\n")
}

// documentLanguage returns the tag for tt.
func (w *writer) documentLanguage() string {
	tag := w.Language
	if tag == "" {
		tag = w.script.Language
	}
	if tag == "" {
		w.warn("", fmt.Errorf("%w: language: the document says \"und\"", script.ErrMissing))
		return undetermined
	}
	if tag = w.languageTag(tag, ""); tag == "" {
		return undetermined
	}
	return tag
}

const undetermined = "und"

// languageTag returns tag in the form of BCP 47, or "" when it has none.
func (w *writer) languageTag(tag, id string) string {
	if script.IsLanguage(tag) {
		return tag
	}
	fixed := strings.ReplaceAll(strings.TrimSpace(tag), "_", "-")
	if !script.IsLanguage(fixed) {
		fixed = ""
	}
	kind := script.ErrText
	if fixed == "" {
		kind = script.ErrDropped
	}
	w.warn(id, fmt.Errorf("%w: %w", kind, &script.ValueError{Kind: script.ErrValue, Field: "language", Value: tag, Want: `a tag such as "en-GB"`}))
	return fixed
}
