package edl

// Flavor is what the events of a list carry.
type Flavor uint8

// The flavors of lists.
const (
	CMX3600        Flavor = iota // events with clip names or comments
	Locators                     // every event has LOC comments
	ResolveMarkers               // DaVinci Resolve timeline markers: lines with |C: and |M:
)

// String returns the flavor's format name: "edl", "locators" or "resolve".
func (f Flavor) String() string {
	return [...]string{"edl", "locators", "resolve"}[min(f, ResolveMarkers)]
}

// Detect tells whether head, the first bytes of a file or all of it, is an
// edit decision list, and of which flavor. The first line that is not blank
// must be a TITLE, an FCM, a comment with a star, or an event, and one of
// title, frame code mode and event must be there. Broken lines do not matter.
func Detect(head string) (f Flavor, ok bool) {
	p := newParser(head)
	l := collector{parser: p, block: p.estimate()}
	p.emit = l.add
	for first := true; ; {
		line, at, more := p.scan.next()
		if !more {
			break
		}
		if isBlankLine(line) {
			continue
		}
		broken := p.line(line, at) != nil
		if first && !broken && !p.begun(line) {
			return CMX3600, false
		}
		first = false
	}
	if !p.titled && p.list.FCM == "" && p.seen == 0 {
		return CMX3600, false
	}
	_ = p.flush(nil)
	return l.finish().Flavor(), true
}

// begun reports whether line, the first one, may begin a list.
func (p *parser) begun(line string) bool {
	first, _ := cutField(line)
	return p.titled || p.list.FCM != "" || p.seen > 0 || first[0] == '*'
}

func isBlankLine(line string) bool {
	first, _ := cutField(line)
	return first == ""
}

// Flavor tells what the events carry.
func (l *List) Flavor() Flavor {
	located := 0
	events := 0
	for i := range l.Events {
		e := &l.Events[i]
		if e.black() {
			continue
		}
		events++
		locators, marker := e.marks()
		if marker {
			return ResolveMarkers
		}
		if locators > 0 {
			located++
		}
	}
	if events > 0 && located == events {
		return Locators
	}
	return CMX3600
}

// marks counts the locators of an event, and reports whether it is one of
// Resolve's markers.
func (e *Event) marks() (locators int, marker bool) {
	for _, line := range e.Comments {
		kind, _ := ParseComment(line)
		switch {
		case kind == LocatorTag:
			locators++
		case kind == Technical && isMarker(line):
			marker = true
		}
	}
	return locators, marker
}
