package edit

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/vsconvert/vsconvert/internal/vocab"
	"github.com/vsconvert/vsconvert/internal/xmltoken"
	"github.com/vsconvert/vsconvert/internal/xmltree"
	"github.com/vsconvert/vsconvert/script"
)

// head changes title and language of the whole.
func (e *editor) head() {
	old := e.doc.script
	if e.want.Language != old.Language {
		language := e.want.Language
		if language == "" {
			language = "und"
		}
		e.setAttr(e.root, xmltoken.SpaceXML, "xml:lang", "lang", language)
	}
	if e.want.Title != old.Title {
		e.title()
	}
}

// setRoot sets what the document says of itself.
func (e *editor) setRoot(root Root) {
	prefix := e.prefix(xmltoken.NSDAPTM, "daptm")
	for _, one := range [...]struct{ local, value string }{
		{"scriptType", string(root.ScriptType)}, {"scriptRepresents", root.Represents}, {"langSrc", root.LangSrc},
	} {
		if one.value != "" && e.root.Value(xmltoken.SpaceDAPTM, one.local) != one.value {
			e.setAttr(e.root, xmltoken.SpaceDAPTM, prefix+":"+one.local, one.local, one.value)
		}
	}
}

// prefix returns the prefix that the root binds to a namespace, or usual.
func (e *editor) prefix(uri, usual string) string {
	for i := range e.root.Attrs {
		if a := &e.root.Attrs[i]; a.Space == xmltoken.SpaceXMLNS && a.Value() == uri && a.Prefix != "" {
			return a.Local
		}
	}
	return usual
}

func (e *editor) title() {
	head := e.root.Child("head")
	if head == nil {
		return // told by the check that follows
	}
	var title *xmltree.Node
	head.Walk(func(n *xmltree.Node) bool {
		if title == nil && n.IsMeta("title") {
			title = n
		}
		return true
	})
	if title != nil {
		e.setContent(title, content(e.want.Title))
		return
	}
	text := "<ttm:title xmlns:ttm=\"" + xmltoken.NSTTM + "\">" + content(e.want.Title) + "</ttm:title>"
	if metadata := head.Child("metadata"); metadata != nil {
		e.insertInto(metadata, text)
		return
	}
	name := element(head, "metadata")
	e.insertInto(head, "<"+name+">"+text+"</"+name+">")
}

// insertInto puts content before all that an element holds.
func (e *editor) insertInto(n *xmltree.Node, content string) {
	if n.Empty {
		e.setContent(n, content)
		return
	}
	e.insert(n.End, content)
}

// Types of descriptions that hold what DAPT has no name for.
var noteTypes = [...]string{"", "x-status", "x-delivery-cue"}

// changeNotes changes note, status and cue of a segment, which are
// descriptions in the event or p, or attributes of our own.
func (e *editor) changeNotes(n *xmltree.Node, old, want *script.Segment) {
	holder := n
	if n.Is("p") && isEvent(n.Parent) {
		holder = n.Parent
	}
	was := [...]string{old.Note, old.Status, old.Cue}
	is := [...]string{want.Note, want.Status, want.Cue}
	for i, descType := range noteTypes {
		if was[i] != is[i] {
			e.changeNote(holder, descType, is[i])
		}
	}
}

func (e *editor) changeNote(holder *xmltree.Node, descType, value string) {
	if own := e.private(holder); own != nil {
		name := map[string]string{"": "note", "x-status": "status", "x-delivery-cue": "cue"}[descType]
		e.setAttr(own, xmltoken.NoSpace, name, name, value)
		return
	}
	var found []*xmltree.Node
	holder.Walk(func(n *xmltree.Node) bool {
		if n.IsMeta("desc") && n.Value(xmltoken.SpaceDAPTM, "descType") == descType {
			found = append(found, n)
		}
		return true
	})
	for i, n := range found {
		if i == 0 && value != "" {
			e.setContent(n, content(value))
			continue
		}
		e.remove(n)
	}
	if len(found) == 0 && value != "" {
		e.insertInto(holder, e.around(holder, description(descType, value)))
	}
}

// private returns our own element about the p, or nil.
func (e *editor) private(p *xmltree.Node) (own *xmltree.Node) {
	id := p.Value(xmltoken.SpaceXML, "id")
	if head := e.root.Child("head"); head != nil && id != "" {
		head.Walk(func(n *xmltree.Node) bool {
			if n.Kind == xmltoken.Start && n.Name.Space == xmltoken.SpaceVS && n.Value(xmltoken.NoSpace, "ref") == id {
				own = n
			}
			return own == nil
		})
	}
	return own
}

func description(descType, value string) string {
	attrs := ` xmlns:ttm="` + xmltoken.NSTTM + `"`
	if descType != "" {
		attrs += ` xmlns:daptm="` + xmltoken.NSDAPTM + `" daptm:descType="` + descType + `"`
	}
	return "<ttm:desc" + attrs + ` xml:space="preserve">` + content(value) + "</ttm:desc>"
}

// around puts what is inserted into a div on a line of its own, as the first
// child stands on one.
func (e *editor) around(n *xmltree.Node, text string) string {
	if n.Is("p") || len(n.Kids) == 0 || n.Kids[0].Kind != xmltoken.Text || !n.Kids[0].IsBlank() {
		return text
	}
	return n.Kids[0].Raw + text
}

// removeAll takes out what is kept no more: the script event when all its
// texts are, else the p.
func (e *editor) removeAll(kept []bool) {
	left := map[*xmltree.Node]int{}
	for i, at := range e.doc.places {
		if n := e.at[at]; kept[i] && n.Is("p") {
			left[n.Parent]++
		}
	}
	gone := map[*xmltree.Node]bool{}
	for i, at := range e.doc.places {
		n := e.at[at]
		if kept[i] {
			continue
		}
		if n.Is("p") && isEvent(n.Parent) && left[n.Parent] == 0 {
			n = n.Parent
		}
		if !gone[n] {
			gone[n] = true
			e.remove(n)
		}
	}
}

// addAll adds the segments that are new, each behind the one before it in the
// document, or before the first.
func (e *editor) addAll(of []int) {
	for j, i := range of {
		if i >= 0 {
			continue
		}
		seg := &e.want.Segments[j]
		before := e.before(seg)
		switch {
		case before >= 0:
			n := e.unit(before)
			e.insert(n.Outer, e.indent(n)+e.unitLike(n, seg))
		case len(e.doc.places) > 0:
			n := e.unit(0)
			e.insert(n.At, e.unitLike(n, seg)+e.indent(n))
		default:
			e.addFirst(seg)
		}
	}
}

// before returns the last segment of the document that starts before seg, or
// -1.
func (e *editor) before(seg *script.Segment) int {
	last := -1
	for i := range e.doc.script.Segments {
		if e.doc.script.Segments[i].Start <= seg.Start {
			last = i
		}
	}
	return last
}

// unit returns the element that is a segment: the script event, or the p.
func (e *editor) unit(i int) *xmltree.Node {
	n := e.at[e.doc.places[i]]
	if n.Is("p") && isEvent(n.Parent) {
		return n.Parent
	}
	return n
}

// indent returns the white space before n.
func (e *editor) indent(n *xmltree.Node) string {
	from := n.At
	for from > 0 && isBlank(e.src[from-1]) {
		from--
	}
	return e.src[from:n.At]
}

// unitLike returns a new segment in the manner of the unit n.
func (e *editor) unitLike(n *xmltree.Node, seg *script.Segment) string {
	var b strings.Builder
	b.WriteString("<" + n.Name.String())
	e.copyAttrs(&b, n)
	isDiv := n.Is("div")
	if isDiv || n.Attr(xmltoken.SpaceXML, "id") != nil {
		b.WriteString(` xml:id="` + e.newID(seg) + `"`)
	}
	e.writeTimes(&b, n, seg)
	if !isDiv {
		e.languageAttr(&b, n, seg)
		b.WriteString(">" + e.notes(seg) + e.styled(n, seg) + "</" + n.Name.String() + ">")
		return b.String()
	}
	inner, outer := "", ""
	if len(n.Kids) > 0 && n.Kids[0].Kind == xmltoken.Text && n.Kids[0].IsBlank() {
		inner, outer = n.Kids[0].Raw, n.Kids[len(n.Kids)-1].Raw
	}
	b.WriteString(">")
	if notes := e.notes(seg); notes != "" {
		b.WriteString(inner + notes)
	}
	b.WriteString(inner + e.paragraph(n, seg) + outer + "</" + n.Name.String() + ">")
	return b.String()
}

// copyAttrs copies what a sibling says that is not of it alone.
func (e *editor) copyAttrs(b *strings.Builder, n *xmltree.Node) {
	for i := range n.Attrs {
		a := &n.Attrs[i]
		switch {
		case a.Space == xmltoken.SpaceXML && (a.Local == "id" || a.Local == "lang"),
			a.Space == xmltoken.NoSpace && (a.Local == "begin" || a.Local == "end" || a.Local == "dur"),
			a.Space == xmltoken.SpaceTTM && a.Local == "agent",
			a.Local == "agent" && a.Space == xmltoken.NoSpace:
			continue
		}
		b.WriteString(" " + e.src[a.At:a.ValueAt+len(a.Raw)+1])
	}
}

// writeTimes writes begin and end from the begin of what n stands in.
func (e *editor) writeTimes(b *strings.Builder, n *xmltree.Node, seg *script.Segment) {
	base := e.times.begin(n.Parent)
	f, ok := e.times.forms[n]
	if !ok {
		f = e.times.usual
	}
	begin := new(big.Rat).Sub(e.times.seconds(seg.Start), base)
	end := new(big.Rat).Sub(e.times.seconds(seg.End), base)
	if begin.Sign() < 0 { // told by the check that follows
		begin = new(big.Rat)
	}
	b.WriteString(` begin="` + e.times.Format(begin, f) + `" end="` + e.times.Format(end, f) + `"`)
}

func (e *editor) languageAttr(b *strings.Builder, n *xmltree.Node, seg *script.Segment) {
	lang := seg.Language
	if lang == "" && n != nil && n.Is("p") && n.Attr(xmltoken.SpaceXML, "lang") != nil {
		lang = e.want.Language
	}
	if lang != "" {
		b.WriteString(` xml:lang="` + attribute(lang) + `"`)
	}
}

// paragraph returns the p of a new event in the manner of the event n.
func (e *editor) paragraph(n *xmltree.Node, seg *script.Segment) string {
	var b strings.Builder
	like := n.Child("p")
	name := element(n, "p")
	b.WriteString("<" + name)
	if like != nil {
		e.copyAttrs(&b, like)
	}
	e.languageAttr(&b, like, seg)
	b.WriteString(">" + e.styled(like, seg) + "</" + name + ">")
	return b.String()
}

// styled returns a text, in a span as that of a sibling, when that has just
// one.
func (e *editor) styled(p *xmltree.Node, seg *script.Segment) string {
	if p == nil {
		return e.inline(e.body, nil, seg.Text)
	}
	text := e.inline(p, nil, seg.Text)
	var span *xmltree.Node
	for _, kid := range p.Kids {
		switch {
		case kid.Is("span") && span == nil:
			span = kid
		case kid.Kind != xmltoken.Text || !kid.IsBlank():
			return text
		}
	}
	if span == nil || e.times.now[span] != (interval{}) {
		return text
	}
	var b strings.Builder
	b.WriteString("<" + span.Name.String())
	e.copyAttrs(&b, span)
	b.WriteString(">" + text + "</" + span.Name.String() + ">")
	return b.String()
}

func (e *editor) notes(seg *script.Segment) string {
	text := ""
	for i, value := range [...]string{seg.Note, seg.Status, seg.Cue} {
		if value != "" {
			text += description(noteTypes[i], value)
		}
	}
	return text
}

// newID returns an xml:id for a new segment that nothing else has.
func (e *editor) newID(seg *script.Segment) string {
	w := vocab.IDWriter{Segments: []script.Segment{*seg}}
	id := string(w.Append(nil))
	if seg.ID == "" {
		id = "ad-new"
	}
	for n, base := 2, id; e.ids[id]; n++ {
		id = base + "." + strconv.Itoa(n)
	}
	e.ids[id] = true
	return id
}

// addFirst adds a segment to a document that has none.
func (e *editor) addFirst(seg *script.Segment) {
	body := e.body
	if body == nil {
		name := element(e.root, "body")
		e.insert(e.root.Inner, "<"+name+">"+e.firstUnit(e.root, seg)+"</"+name+">")
		return
	}
	if body.Empty {
		e.setContent(body, e.firstUnit(body, seg))
		return
	}
	e.insert(body.Inner, e.firstUnit(body, seg))
}

// firstUnit returns a segment where there is none to follow.
func (e *editor) firstUnit(parent *xmltree.Node, seg *script.Segment) string {
	var b strings.Builder
	div, p := element(parent, "div"), element(parent, "p")
	times := func() {
		e.writeTimes(&b, &xmltree.Node{Parent: parent}, seg)
	}
	b.WriteString("<" + div)
	isDAPT := strings.Contains(e.root.Value(xmltoken.SpaceTTP, "contentProfiles"), "/profile/dapt")
	if isDAPT {
		b.WriteString(` xml:id="` + e.newID(seg) + `"`)
		times()
		if represents, _, _ := strings.Cut(e.root.Value(xmltoken.SpaceDAPTM, "scriptRepresents"), " "); represents != "" {
			b.WriteString(` daptm:represents="` + attribute(represents) + `" xmlns:daptm="` + xmltoken.NSDAPTM + `"`)
		}
	}
	b.WriteString(">" + e.notes(seg) + "<" + p)
	if !isDAPT {
		times()
	}
	e.languageAttr(&b, nil, seg)
	b.WriteString(">" + e.inline(parent, nil, seg.Text) + "</" + p + "></" + div + ">")
	return b.String()
}
