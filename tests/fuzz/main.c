/* SPDX-License-Identifier: MIT */
/*
 * Feeds files to a fuzz target that is not linked with a fuzzer: its corpus in make check, or a
 * file that a fuzzer found. Arguments are files and folders of files; without any it reads stdin.
 */
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MAXIMUM_INPUT ((size_t)16 * 1024 * 1024)
#define MAXIMUM_PATH 4096

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool complain(const char *path, const char *reason)
{
    (void)fprintf(stderr, "%s: %s\n", path, reason);
    return false;
}

/* The target gets a copy of exactly the right size, so that the sanitizers see one octet too many.
 */
static bool feed(FILE *file, const char *path)
{
    uint8_t *data = malloc(MAXIMUM_INPUT);
    uint8_t *exact = NULL;
    size_t size;
    bool done = false;

    if (data == NULL) {
        return complain(path, "not enough memory");
    }
    size = fread(data, 1, MAXIMUM_INPUT, file);
    exact = ferror(file) == 0 ? malloc(size > 0 ? size : 1) : NULL;
    if (exact != NULL) {
        memcpy(exact, data, size);
        done = LLVMFuzzerTestOneInput(exact, size) == 0;
    }
    free(exact);
    free(data);
    return done || complain(path, "could not be read, or the target refused it");
}

static bool feed_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    bool done;

    if (file == NULL) {
        return complain(path, strerror(errno));
    }
    done = feed(file, path);
    (void)fclose(file);
    return done;
}

/* Files of a folder, not of folders below it. */
static bool feed_folder(const char *path, size_t *count)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;
    bool done = true;

    if (folder == NULL) {
        return complain(path, strerror(errno));
    }
    while ((entry = readdir(folder)) != NULL) {
        char name[MAXIMUM_PATH];
        struct stat status;

        if (snprintf(name, sizeof name, "%s/%s", path, entry->d_name) >= (int)sizeof name) {
            done = complain(path, "the path is too long");
        } else if (stat(name, &status) == 0 && S_ISREG(status.st_mode)) {
            done = feed_file(name) && done;
            (*count)++;
        }
    }
    (void)closedir(folder);
    return done;
}

int main(int argc, char **argv)
{
    size_t count = 0;
    bool done = true;

    for (int i = 1; i < argc; i++) {
        struct stat status;

        if (stat(argv[i], &status) == 0 && S_ISDIR(status.st_mode)) {
            done = feed_folder(argv[i], &count) && done;
        } else {
            done = feed_file(argv[i]) && done;
            count++;
        }
    }
    if (argc < 2) {
        done = feed(stdin, "stdin");
        count = 1;
    }
    (void)printf("%zu inputs\n", count);
    return done && count > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
