package ttml

// frame is an element on the time line, as TTML 2 section 12 has it: times
// count from the parent's begin, or within a sequence from the end of the
// sibling before.
type frame struct {
	begin    moment
	limit    moment // where it ends at the latest: explicit ends, its own and its ancestors'
	end      moment // its explicit end, or indefinite
	implicit moment // where its children have ended up to now
	explicit bool   // end is given
	begun    bool   // begin is given
	seq      bool   // children follow one another
	undone   bool   // its own interval, or an ancestor's, is empty or reversed

	preserve bool   // white space
	lang     string // of its text
	speaker  string // of its text
}

// rootFrame is the time line itself.
func rootFrame() frame { return frame{limit: indefinite, end: indefinite} }

// timing holds the time attributes of an element.
type timing struct {
	begin, end, dur          moment
	hasBegin, hasEnd, hasDur bool
	seq                      bool
}

// base is where the times of the next child count from.
func (f *frame) base() moment {
	if f.seq {
		return f.implicit
	}
	return f.begin
}

// child places an element with the given times within f.
func (f *frame) child(t *timing) frame {
	base := f.base()
	c := frame{begin: base, end: indefinite, seq: t.seq, preserve: f.preserve, lang: f.lang, speaker: f.speaker}
	if t.hasBegin {
		c.begin, c.begun = base.plus(t.begin), true
	}
	if t.hasEnd {
		c.end = base.plus(t.end)
	}
	if t.hasDur {
		c.end = earlier(c.end, c.begin.plus(t.dur))
	}
	c.explicit = t.hasEnd || t.hasDur
	c.limit = earlier(f.limit, c.end)
	c.implicit = c.begin
	c.undone = f.undone || c.explicit && !c.begin.before(c.end)
	return c
}

// done adds what the child c means for the end of f.
func (f *frame) done(c *frame) {
	end := c.end
	if !c.explicit {
		end = c.implicit
	}
	if f.seq {
		f.implicit = end
	} else {
		f.implicit = later(f.implicit, end)
	}
}

// instant adds a child that has no timing of its own: text, a line break. In
// a sequence it takes no time, else it lasts as long as it may.
func (f *frame) instant() {
	if !f.seq {
		f.implicit = indefinite
	}
}

// active reports whether text directly in f is shown at some time.
func (f *frame) active() bool { return !f.seq && f.begin.before(f.limit) }
