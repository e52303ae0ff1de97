/* A disk that forgets what was not synced, for a program that is started with this as LD_PRELOAD.
 *
 * The program writes to its folder (FORGETFUL_FOLDER) as ever. What a power cut would leave of it is written beside
 * (FORGETFUL_KEPT): a file as it was when fsync or fdatasync last returned, a folder with the names that it had when it was
 * last synced itself. It is as strict as POSIX lets a file system be: a synced file whose name was not synced is gone, a
 * synced name whose file was not synced is empty. Real ones forget less, never more. Syncing itself costs nothing here.
 *
 * files/KEY is what a file holds; folders/KEY has a line for each name: F or D, the key, the name. A key is the inode and when
 * it was made, for inodes are used again; `root` holds the folder's. What is there when the program starts is on the disk. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char *folder, *kept;
/* What is synced later is also kept later. */
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

static void stop(const char *what) {
    fprintf(stderr, "forgetful: %s: %s\n", what, strerror(errno));
    _exit(99);
}

static void key_of(int fd, const char *name, char *key, size_t size, int *is_folder) {
    struct statx found;
    if (statx(fd, name, name[0] ? AT_SYMLINK_NOFOLLOW : AT_EMPTY_PATH, STATX_BASIC_STATS | STATX_BTIME, &found) != 0) {
        key[0] = 0;
        return;
    }
    *is_folder = S_ISDIR(found.stx_mode);
    long long born = found.stx_mask & STATX_BTIME ? found.stx_btime.tv_sec * 1000000000LL + found.stx_btime.tv_nsec : 0;
    snprintf(key, size, "%llu-%lld", (unsigned long long)found.stx_ino, born);
}

/* Puts a file in the place of the one that says what was kept before, all at once. */
static void replace(const char *made, const char *kind, const char *key) {
    char place[PATH_MAX];
    snprintf(place, sizeof place, "%s/%s/%s", kept, kind, key);
    if (rename(made, place) != 0) stop(place);
}

static int begin(char *made, size_t size) {
    snprintf(made, size, "%s/writing-%ld", kept, syscall(SYS_gettid));
    int out = open(made, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (out < 0) stop(made);
    return out;
}

static void keep_file(const char *path, const char *key) {
    char made[PATH_MAX], bytes[65536];
    int in = open(path, O_RDONLY), out;
    ssize_t got;
    /* It was taken away meanwhile. */
    if (in < 0) return;
    out = begin(made, sizeof made);
    while ((got = read(in, bytes, sizeof bytes)) > 0)
        if (write(out, bytes, got) != got) stop(made);
    close(in);
    close(out);
    replace(made, "files", key);
}

static void keep_folder(const char *path, const char *key, int with_content) {
    char made[PATH_MAX], within[PATH_MAX], line[PATH_MAX], name[64];
    DIR *all = opendir(path);
    struct dirent *entry;
    int out, is_folder, length;
    if (!all) return;
    out = begin(made, sizeof made);
    while ((entry = readdir(all))) {
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
        key_of(dirfd(all), entry->d_name, name, sizeof name, &is_folder);
        if (!name[0]) continue;
        length = snprintf(line, sizeof line, "%c %s %s\n", is_folder ? 'D' : 'F', name, entry->d_name);
        if (write(out, line, length) != length) stop(made);
    }
    close(out);
    replace(made, "folders", key);
    if (with_content) {
        rewinddir(all);
        while ((entry = readdir(all))) {
            if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
            key_of(dirfd(all), entry->d_name, name, sizeof name, &is_folder);
            snprintf(within, sizeof within, "%s/%s", path, entry->d_name);
            if (is_folder) keep_folder(within, name, 1);
            else keep_file(within, name);
        }
    }
    closedir(all);
}

__attribute__((constructor)) static void start(void) {
    char place[PATH_MAX], key[64];
    int is_folder, out;
    folder = getenv("FORGETFUL_FOLDER");
    kept = getenv("FORGETFUL_KEPT");
    if (!folder || !kept) return;
    snprintf(place, sizeof place, "%s/folders", kept);
    if (mkdir(place, 0700) != 0) return; /* A child of the program: it goes on with what there is. */
    snprintf(place, sizeof place, "%s/files", kept);
    if (mkdir(place, 0700) != 0) stop(place);
    key_of(AT_FDCWD, folder, key, sizeof key, &is_folder);
    keep_folder(folder, key, 1);
    snprintf(place, sizeof place, "%s/root", kept);
    out = open(place, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (out < 0 || write(out, key, strlen(key)) < 0) stop(place);
    close(out);
}

static int synced(int fd, const char *call) {
    char link[64], path[PATH_MAX], key[64];
    int is_folder = 0;
    ssize_t length;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    length = kept ? readlink(link, path, sizeof path - 1) : -1;
    if (length > 0) {
        path[length] = 0;
        if (!strncmp(path, folder, strlen(folder))) {
            key_of(fd, "", key, sizeof key, &is_folder);
            if (!key[0]) return 0;
            pthread_mutex_lock(&turn);
            if (is_folder) keep_folder(path, key, 0);
            else keep_file(path, key);
            pthread_mutex_unlock(&turn);
            return 0;
        }
    }
    return ((int (*)(int))dlsym(RTLD_NEXT, call))(fd);
}

int fsync(int fd) { return synced(fd, "fsync"); }
int fdatasync(int fd) { return synced(fd, "fdatasync"); }
