package ttml

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"github.com/vsconvert/vsconvert/script"
)

type dropMode uint8

const (
	nonDrop dropMode = iota
	dropNTSC
	dropPAL
)

// params are what tt says about times.
type params struct {
	smpte        bool
	drop         dropMode
	frameRate    int64
	multiplier   *big.Rat
	subFrameRate int64
	tickRate     int64 // 0 when it is not given

	perSecond *big.Rat // effective, once it is known

	ratedFrames bool  // frameRate is given
	loss        error // what the last time parsed had to assume
}

func defaultParams() params {
	return params{frameRate: 30, multiplier: rat(1), subFrameRate: 1}
}

// effective returns frames a second.
func (p *params) effective() *big.Rat {
	if p.perSecond == nil {
		p.perSecond = new(big.Rat).Mul(rat(p.frameRate), p.multiplier)
	}
	return p.perSecond
}

// ticks returns ticks a second.
func (p *params) ticks() *big.Rat {
	switch {
	case p.tickRate > 0:
		return rat(p.tickRate)
	case p.ratedFrames:
		return new(big.Rat).Mul(p.effective(), rat(p.subFrameRate))
	}
	return rat(1)
}

// set takes in one parameter attribute of tt. loss says what of it the times
// cannot follow.
func (p *params) set(local, value string) (loss, err error) {
	value = strings.TrimSpace(value)
	switch local {
	case "timeBase":
		err = p.setTimeBase(value)
	case "frameRate":
		p.frameRate, err = positive(local, value)
		p.ratedFrames = true
	case "subFrameRate":
		p.subFrameRate, err = positive(local, value)
	case "tickRate":
		p.tickRate, err = positive(local, value)
	case "frameRateMultiplier":
		p.multiplier, err = parseMultiplier(value)
	case "dropMode":
		p.drop, err = parseDropMode(value)
	case "markerMode":
		if value == "discontinuous" {
			loss = fmt.Errorf("%w: markerMode %q: times are taken as continuous", script.ErrAssumed, value)
		}
	}
	return loss, err
}

func (p *params) setTimeBase(value string) error {
	switch value {
	case "media":
		p.smpte = false
	case "smpte":
		p.smpte = true
	case "clock":
		return badParam("timeBase", value, "media or smpte: wall clock times have no start here")
	default:
		return badParam("timeBase", value, "media or smpte")
	}
	return nil
}

func badParam(name, value, want string) error {
	return &script.ValueError{Kind: script.ErrValue, Field: name, Value: value, Want: want}
}

func positive(name, value string) (int64, error) {
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil || n < 1 || !isDigit(value[0]) {
		return 1, badParam(name, value, "a whole number above zero")
	}
	return n, nil
}

// parseMultiplier reads "1000 1001", or "1000:1001" as the drafts had it; one
// number stands over 1.
func parseMultiplier(value string) (*big.Rat, error) {
	parts := strings.FieldsFunc(value, func(r rune) bool { return r == ' ' || r == ':' })
	if len(parts) == 1 {
		parts = append(parts, "1")
	}
	if len(parts) != 2 {
		return rat(1), badParam("frameRateMultiplier", value, `two numbers such as "1000 1001"`)
	}
	num, err1 := positive("", parts[0])
	den, err2 := positive("", parts[1])
	if err1 != nil || err2 != nil {
		return rat(1), badParam("frameRateMultiplier", value, `two numbers such as "1000 1001"`)
	}
	return big.NewRat(num, den), nil
}

func parseDropMode(value string) (dropMode, error) {
	switch value {
	case "nonDrop":
		return nonDrop, nil
	case "dropNTSC":
		return dropNTSC, nil
	case "dropPAL":
		return dropPAL, nil
	}
	return nonDrop, badParam("dropMode", value, "nonDrop, dropNTSC or dropPAL")
}
