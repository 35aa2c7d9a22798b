package outfile

import (
	"errors"
	"fmt"
	"os"
)

// ErrNotKept is what a file that replaces another could not take over from it.
var ErrNotKept = errors.New("not kept")

// keep gives the temporary file the owner, group, mode and extended attributes
// of what it will replace, and warns of what it may not give.
func keep(p *pending, warn func(error)) error {
	mode := p.old.Mode()
	if uid, gid, ok := owner(p.old); ok {
		now, err := p.file.Stat()
		if err != nil {
			return err
		}
		newUID, newGID, _ := owner(now)
		if gid != newGID && p.file.Chown(-1, gid) != nil {
			warn(fmt.Errorf("%w: its group, %d", ErrNotKept, gid))
			mode &^= 0o070 // which was for the other group
		}
		if uid != newUID && p.file.Chown(uid, -1) != nil {
			warn(fmt.Errorf("%w: its owner, %d", ErrNotKept, uid))
		}
	}
	if err := p.file.Chmod(mode & (os.ModePerm | os.ModeSetuid | os.ModeSetgid | os.ModeSticky)); err != nil {
		return err
	}
	keepAttributes(p.path, p.temp, warn)
	return nil
}
