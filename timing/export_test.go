package timing

import "github.com/vsconvert/vsconvert/script"

// ReconformSteps returns how many shots are looked at for a script.
func ReconformSteps(s *script.Script, old, new *Cut) int {
	f := &follower{old: old, new: new, agrees: map[int64]stretch{}}
	f.reconform(s)
	return f.steps
}
