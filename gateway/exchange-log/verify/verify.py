#!/usr/bin/env python3
"""核验监通交换日志的证明文件，不用监通的任何程序。 Checks a bundle of log proofs with no program of Jiantong.

用法 Usage:  python3 verify.py proof.json --key 'name+id+base64'

--key 是事先取得的公钥，或其指纹（64 位十六进制数，须与文件自带的公钥之一相符）；可重复。
--key is a public key that you had beforehand, or its fingerprint (64 hexadecimal digits, of a key in the file).

需要 Python 3.8 以上和 openssl 3 程序；不联网，不装别的。 Needs Python 3.8 and the program openssl 3; no network.
结束码 Exit code: 0 全部属实 all proven, 1 有问题 something is wrong, 2 用法不对 wrong usage.

What it follows: RFC 6962 (hashes), RFC 9162 section 2.1.3.2 (inclusion), C2SP signed-note, tlog-checkpoint, tlog-proof.
"""
import argparse
import base64
import binascii
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile

SM2_MARK = b"\xffjiantong/sm2-sm3/v1\n"
ED25519_SPKI = bytes.fromhex("302a300506032b6570032100")
SM2_SPKI = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200")


class Fault(Exception):
    """Why an event, or the whole bundle, is not to be believed."""


def decode(text):
    """Base64 in its one exact form."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Fault("base64 格式不对 not base64: " + text[:40])
    if base64.b64encode(data).decode() != text:
        raise Fault("base64 格式不对 not base64 in its exact form: " + text[:40])
    return data


class Key:
    """A public key in the form name+id+base64."""

    def __init__(self, text):
        parts = text.split("+", 2)
        if len(parts) != 3 or not parts[0] or re.search(r"\s", parts[0]):
            raise Fault("不是公钥 not a public key: " + text[:60])
        self.name, key_id, encoded = parts
        self.data = decode(encoded)
        self.id = hashlib.sha256(self.name.encode() + b"\n" + self.data).digest()[:4]
        if self.id.hex() != key_id:
            raise Fault("公钥编号不符 the key's id does not fit: " + text[:60])
        if self.data[:1] == b"\x01" and len(self.data) == 33:
            self.algorithm, self.public = "ed25519", self.data[1:]
        elif self.data.startswith(SM2_MARK) and len(self.data) == len(SM2_MARK) + 65:
            self.algorithm, self.public = "sm2", self.data[len(SM2_MARK):]
        else:
            raise Fault("不认识的公钥算法 unknown algorithm of a key: " + text[:60])
        self.fingerprint = hashlib.sha256(self.public).hexdigest()

    def verify(self, text, signature):
        """Asks the openssl program, which shares no code with Jiantong."""
        with tempfile.TemporaryDirectory() as folder:
            spki = (ED25519_SPKI if self.algorithm == "ed25519" else SM2_SPKI) + self.public
            pem = "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n" % base64.b64encode(spki).decode()
            if self.algorithm == "sm2":
                signature = der_of(signature)
            for name, content in (("key", pem.encode()), ("text", text), ("signature", signature)):
                with open(os.path.join(folder, name), "wb") as file:
                    file.write(content)
            command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key", "-rawin", "-in", "text", "-sigfile", "signature"]
            if self.algorithm == "sm2":
                command += ["-digest", "sm3", "-pkeyopt", "distid:1234567812345678"]
            done = subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            return done.returncode == 0


def der_of(signature):
    """The two numbers of an SM2 signature as openssl reads them."""
    if len(signature) != 64:
        raise Fault("SM2 签名长度不对 an SM2 signature of a wrong length")
    numbers = b""
    for half in (signature[:32], signature[32:]):
        number = half.lstrip(b"\0") or b"\0"
        number = (b"\0" if number[0] > 127 else b"") + number
        numbers += b"\x02" + bytes([len(number)]) + number
    return b"\x30" + bytes([len(numbers)]) + numbers


def open_checkpoint(note, keys):
    """Origin, size, root and hash of a checkpoint that one of the keys has signed under the log's own name."""
    text, empty, signatures = note.rpartition("\n\n")
    if not empty or not signatures.endswith("\n"):
        raise Fault("检查点的格式不对 the checkpoint has not the form of one")
    text += "\n"
    signers = []
    for line in signatures[:-1].split("\n"):
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != "\u2014":
            raise Fault("检查点的格式不对 the checkpoint has not the form of one")
        data = decode(parts[2])
        for key in keys:
            if key.name == parts[1] and key.id == data[:4]:
                if not key.verify(text.encode(), data[4:]):
                    raise Fault("检查点的签名不对 the checkpoint's signature is forged")
                signers.append(key)
    lines = text[:-1].split("\n")
    if len(lines) < 3 or "" in lines or not re.fullmatch(r"0|[1-9][0-9]{0,15}", lines[1]):
        raise Fault("检查点的格式不对 the checkpoint has not the form of one")
    origin, size, root = lines[0], int(lines[1]), decode(lines[2])
    if len(root) != 32:
        raise Fault("检查点的格式不对 the checkpoint has not the form of one")
    if not any(key.name == origin for key in signers):
        raise Fault("检查点没有所给密钥的签名 no given key has signed the checkpoint")
    return origin, size, root, "sm3" if "hash sm3" in lines[3:] else "sha256"


def parse_proof(text):
    """Index, hashes and checkpoint of a proof."""
    head, empty, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    if not empty or lines[0] != "c2sp.org/tlog-proof@v1":
        raise Fault("证明的格式不对 the proof has not the form of one")
    lines = lines[1:]
    if lines and lines[0].startswith("extra "):
        lines = lines[1:]
    match = re.fullmatch(r"index (0|[1-9][0-9]{0,15})", lines[0]) if lines else None
    path = [decode(line) for line in lines[1:]]
    if not match or len(path) > 63 or any(len(node) != 32 for node in path):
        raise Fault("证明的格式不对 the proof has not the form of one")
    return int(match.group(1)), path, checkpoint


def root_of(index, size, entry, path, hash_name):
    """The root to which an entry and its path lead; None where the path has a wrong length."""
    digest = lambda *parts: hashlib.new(hash_name, b"".join(parts)).digest()
    if index >= size:
        return None
    here, last, node = index, size - 1, digest(b"\0", entry)
    for beside in path:
        if last == 0:
            return None
        if here & 1 or here == last:
            node = digest(b"\1", beside, node)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            node = digest(b"\1", node, beside)
        here, last = here >> 1, last >> 1
    return node if last == 0 else None


def check_event(event, keys, record):
    entry = decode(event["entry"])
    index, path, checkpoint = parse_proof(event["proof"])
    origin, size, root, hash_name = open_checkpoint(checkpoint, keys)
    if root_of(index, size, entry, path, hash_name) != root:
        raise Fault("事件不在检查点所签的日志里 the event is not in the log that the checkpoint signs")
    try:
        said = json.loads(entry.decode("utf-8"))
    except ValueError:
        raise Fault("事件内容无法识别 the entry cannot be read")
    if record is not None and said.get("record") != record:
        raise Fault("事件说的是另一条记录 the event tells of another record")
    return index, origin, size, root, said


def trusted_keys(typed, offered):
    keys = []
    for text in typed:
        fingerprint = re.sub(r"[\s:]", "", text).lower()
        if re.fullmatch(r"[0-9a-f]{64}", fingerprint):
            found = [key for key in map(Key, offered) if key.fingerprint == fingerprint]
            if not found:
                raise Fault("文件里没有与指纹相符的公钥 the bundle has no key of this fingerprint: " + text)
            keys.append(found[0])
        else:
            keys.append(Key(text.strip()))
    return keys


def check_bundle(bundle, typed):
    """Says of every event whether it is proven; gives the number of faults."""
    keys = trusted_keys(typed, bundle.get("keys", []))
    faults, roots, seen = 0, {}, set()
    for number, event in enumerate(bundle["events"], 1):
        try:
            index, origin, size, root, said = check_event(event, keys, bundle.get("record"))
            if (origin, index) in seen:
                raise Fault("同一事件出现两次 the event stands in the bundle twice")
            seen.add((origin, index))
            if roots.setdefault((origin, size), root) != root:
                raise Fault("同样大小的两个检查点内容不同 two checkpoints of one size differ")
            print("属实 proven", index, json.dumps(said, ensure_ascii=False, sort_keys=True))
        except Fault as fault:
            faults += 1
            print("有误 wrong", number, fault)
    if not bundle["events"]:
        raise Fault("文件里没有事件 the bundle holds no event")
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle")
    parser.add_argument("--key", action="append", required=True)
    given = parser.parse_args()
    try:
        with open(given.bundle, encoding="utf-8") as file:
            bundle = json.load(file)
        if not isinstance(bundle, dict) or not isinstance(bundle.get("events"), list):
            raise Fault("不是证明文件 the file is no bundle of proofs")
        faults = check_bundle(bundle, given.key)
    except (Fault, ValueError, KeyError, TypeError, AttributeError) as fault:
        print("有误 wrong", fault)
        return 1
    print("全部属实 all proven" if faults == 0 else "有 %d 处问题，不能采信 %d faults: not to be relied on" % (faults, faults))
    return 0 if faults == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
