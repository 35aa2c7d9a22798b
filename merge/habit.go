package merge

import "time"

// habit is what the program that saved a copy did to all its times, whoever
// edited them: CSV has what cells show, and a cell with the format mm:ss.0
// shows neither hours nor hundredths.
type habit struct {
	grain time.Duration // times are whole multiples of it; 0: nothing is known
	hours bool          // their hours are gone
}

const hour = time.Hour

// grains are what formats of cells cut times to.
var grains = [...]time.Duration{time.Second, 100 * time.Millisecond, 10 * time.Millisecond}

// habitOf tells from all pairs of times what the program did.
func habitOf(m *merger) habit {
	var all []span
	for e, o := range m.pairs {
		for _, f := range timeFields {
			all = append(all, span{*f.of(&m.base[o]), *f.of(&m.edited.Segments[e])})
		}
	}
	h := habit{hours: lostHours(all)}
	for _, grain := range grains {
		if h.isGrain(grain, all) {
			h.grain = grain
			break
		}
	}
	return h
}

// lostHours reports whether times beyond an hour are as they were but for
// their hours, most of them.
func lostHours(all []span) bool {
	beyond, lost := 0, 0
	for _, t := range all {
		if t.to >= hour {
			return false // of a new line, or of a program that keeps hours
		}
		if t.from < hour {
			continue
		}
		beyond++
		if t.to >= 0 && isCut(t.from, t.to, true) {
			lost++
		}
	}
	return lost > 0 && 2*lost >= beyond
}

// isGrain reports whether most times that were no multiples of grain are now,
// as they are when they were cut to it.
func (h habit) isGrain(grain time.Duration, all []span) bool {
	finer, cut := 0, 0
	for _, t := range all {
		if t.from%grain == 0 {
			continue
		}
		finer++
		if t.to%grain == 0 && cutTo(t.from, t.to, grain, h.hours) {
			cut++
		}
	}
	return cut >= 2 && 2*cut >= finer
}

// made reports whether the program made is of was.
func (h habit) made(was, is time.Duration) bool {
	switch {
	case h.hours && was >= hour && is < hour && isCut(was, is, true):
		return true
	case h.grain == 0:
		return false
	}
	return is%h.grain == 0 && cutTo(was, is, h.grain, false)
}

// restore returns a time that an editor changed, with the hours that are gone
// from it: it is the one nearest to what it was.
func (h habit) restore(was, is time.Duration) (time.Duration, bool) {
	if !h.hours || was < hour || is >= hour {
		return is, false
	}
	return is + (was - is + hour/2).Truncate(hour), true
}

// isCut reports whether is equals was to its own precision, of a second, a
// tenth, a hundredth or all.
func isCut(was, is time.Duration, hours bool) bool {
	for _, grain := range grains {
		if is%grain == 0 {
			return cutTo(was, is, grain, hours)
		}
	}
	return cutTo(was, is, time.Millisecond, hours)
}

// cutTo reports whether is equals was, rounded or cut to a grain, and without
// its hours.
func cutTo(was, is, grain time.Duration, hours bool) bool {
	if hours {
		was %= hour
	}
	rounded := was.Round(grain)
	if hours {
		rounded %= hour
	}
	return is == was || is == rounded || is == was.Truncate(grain)
}

// habitCount counts the times whose hours are gone.
func (m *merger) habitCount() int {
	n := 0
	for e, o := range m.pairs {
		for _, f := range timeFields {
			if was, is := *f.of(&m.base[o]), *f.of(&m.edited.Segments[e]); m.habit.hours && was >= hour && is < hour {
				n++
			}
		}
	}
	return n
}
