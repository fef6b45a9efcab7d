"""Files of a folder or an object store, whole or not at all. Paths are URIs or plain paths; pyarrow knows the stores."""

import json
import os
import uuid

from pyarrow import fs


class Store:
    """A folder: local, or `s3://…`, `gs://…`, `hdfs://…`."""

    def __init__(self, uri):
        self.uri = uri if "://" in uri else os.path.abspath(uri)
        self.system, self.root = fs.FileSystem.from_uri(self.uri)

    def path(self, name):
        return f"{self.root}/{name}"

    def exists(self, name):
        return self.system.get_file_info(self.path(name)).type != fs.FileType.NotFound

    def names(self, folder):
        """The names of the files in a folder below; none where there is no such folder."""
        chosen = fs.FileSelector(self.path(folder), allow_not_found=True)
        return {info.base_name for info in self.system.get_file_info(chosen) if info.is_file}

    def files(self):
        """The paths of all files below, in order."""
        found = self.system.get_file_info(fs.FileSelector(self.root, recursive=True))
        root = self.root.rstrip("/") + "/"
        return sorted(info.path.removeprefix(root) for info in found if info.is_file)

    def read(self, name):
        with self.system.open_input_file(self.path(name)) as file:
            return file.read()

    def write(self, name, data):
        """A file that is there is whole: it is written aside and moved into its place."""
        path = self.path(name)
        folder = path.rsplit("/", 1)[0]
        self.system.create_dir(folder, recursive=True)
        # Spark reads no file whose name begins so: what an executor leaves that is killed here counts for nothing
        aside = f"{folder}/_{uuid.uuid4().hex}.part"
        with self.system.open_output_stream(aside) as file:
            file.write(data)
        self.system.move(aside, path)

    def read_json(self, name):
        return json.loads(self.read(name))

    def write_json(self, name, value):
        self.write(name, json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1).encode())

    def remove(self, folder):
        if self.exists(folder):
            self.system.delete_dir(self.path(folder))
