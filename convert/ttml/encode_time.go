package ttml

import (
	"fmt"
	"strconv"
	"time"

	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/script"
)

// TimeForm is how times are written.
type TimeForm uint8

const (
	// Clock is hh:mm:ss.mmm, which every reader takes.
	Clock TimeForm = iota
	// Frames counts frames: as hh:mm:ss:ff in IMSC at whole rates, and as a
	// number of frames, "1500f", in DAPT, which has no other form, and at
	// rates such as 29.97, at which the seconds of hh:mm:ss:ff do not begin
	// with a frame. EBU-TT-D has no frames.
	Frames
)

// checkTime reports a form of times that cannot be written.
func (e *Encoder) checkTime() error {
	switch {
	case e.Time > Frames:
		return wrong("form of times", strconv.Itoa(int(e.Time)), "Clock or Frames")
	case e.Time == Clock:
		return nil
	case e.Profile == EBUTTD:
		return wrong("form of times", "frames", "clock times: EBU-TT-D has no others")
	case e.Rate.IsZero():
		return fmt.Errorf("%w: the frame rate that times are counted at", script.ErrMissing)
	case e.Profile == DAPT && !e.Start.IsZero() && e.Start.Rate().NonDrop() != e.Rate.NonDrop():
		return wrong("frame rate", e.Rate.String(), e.Start.Rate().String()+", as the start timecode has")
	}
	return nil
}

// times writes begin and end.
func (w *writer) times(i int) {
	seg := &w.segments[i]
	var next time.Duration
	if i+1 < len(w.segments) {
		next = w.segments[i+1].Start
	}
	var from, to int64
	var err error
	if w.Time == Frames {
		from, to, err = clock.FrameSpan(seg.Start, seg.End, next, w.Rate)
	} else {
		from, to, err = clock.Span(seg.Start, seg.End, next, time.Millisecond)
	}
	if err != nil {
		w.warn(seg.ID, err)
	}
	w.put(` begin="`)
	w.time(from)
	w.put(`" end="`)
	w.time(to)
	w.put(`"`)
}

// time writes so many milliseconds or frames.
func (w *writer) time(n int64) {
	if w.Time == Clock {
		w.buf = clock.AppendMillis(w.buf, n, '.')
		return
	}
	_, den := w.Rate.Fraction()
	if w.Profile == DAPT || den != 1 {
		w.buf = append(strconv.AppendInt(w.buf, n, 10), 'f')
		return
	}
	nominal := int64(w.Rate.Nominal())
	seconds := n / nominal
	w.buf = fmt.Appendf(w.buf, "%02d:%02d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60, n%nominal)
}

// frameRate writes the rate that times and the origin timecode are counted at.
func (w *writer) frameRate() {
	rate := w.Rate
	switch {
	case w.Time == Frames:
	case w.hasOrigin():
		rate = w.Start.Rate()
	default:
		return
	}
	num, den := rate.Fraction()
	nominal := int64(rate.Nominal())
	w.put(` ttp:frameRate="`, strconv.FormatInt(nominal, 10), `"`)
	if den != 1 {
		w.put(fmt.Sprintf(` ttp:frameRateMultiplier="%d %d"`, num/nominal, den))
	}
}
